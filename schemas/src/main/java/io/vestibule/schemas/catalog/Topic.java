package io.vestibule.schemas.catalog;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic of the catalogue. Immutable; the constants are in {@link Topics}.
 *
 * @param name the topic's name, with the deployment's prefix where it has one
 * @param key what a record's key names
 * @param valueType the generated class of a record's value
 * @param writer the one writer
 * @param keeping retention, cleanup, timestamps and size limit
 * @param <V> the value
 */
public record Topic<V extends SpecificRecord>(
        String name, KeyKind key, Class<V> valueType, Writer writer, Keeping keeping) {

    /** @return the schema that this release writes */
    public Schema schema() {
        return SpecificData.get().getSchema(valueType);
    }

    /**
     * @param prefix put in front of the name as it is, empty for none
     * @return the same topic under a deployment's prefix
     */
    public Topic<V> prefixed(String prefix) {
        return prefix.isEmpty() ? this : new Topic<>(prefix + name, key, valueType, writer, keeping);
    }

    @Override
    public String toString() {
        return name;
    }
}
