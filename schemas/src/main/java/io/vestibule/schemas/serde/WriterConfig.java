package io.vestibule.schemas.serde;

import io.vestibule.schemas.registry.RegistrySettings;
import io.vestibule.schemas.registry.SchemaRegistries;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/**
 * How a serializer chooses the schema it writes. Immutable.
 *
 * @param choice where the schema's ID comes from
 * @param fixedId for {@link Choice#FIXED}
 * @param strict whether a schema that is not the record's own must be able to read it
 * @param removeJavaProperties whether {@code avro.java.*} properties are left out of what is registered
 * @param subjects under which name
 */
record WriterConfig(Choice choice, int fixedId, boolean strict, boolean removeJavaProperties, SubjectNames subjects) {

    /** Where the ID of the written schema comes from. */
    enum Choice {
        /** The record's own schema, registered when it is not yet. */
        REGISTER,
        /** The record's own schema, which must be registered already. */
        LOOK_UP,
        /** The newest schema of the subject. */
        LATEST,
        /** A schema by its configured ID. */
        FIXED
    }

    static WriterConfig of(Map<String, ?> config, boolean isKey) {
        RegistrySettings settings = new RegistrySettings(config);
        int fixedId = settings.number("use.schema.id", -1, -1);
        Choice choice = choice(settings, fixedId, SchemaRegistries.kind(config));
        refuseHeaderIds(settings, isKey);
        String strategyKey = (isKey ? "key" : "value") + ".subject.name.strategy";
        SubjectNames subjects = settings.text(strategyKey)
                .map(name -> SubjectNames.named(strategyKey, name))
                .orElse(SubjectNames.TOPIC);
        boolean strict =
                settings.flag(choice == Choice.FIXED ? "id.compatibility.strict" : "latest.compatibility.strict", true);
        return new WriterConfig(choice, fixedId, strict, settings.flag("avro.remove.java.properties", false), subjects);
    }

    /** @return the same under other subject names */
    WriterConfig under(SubjectNames names) {
        return new WriterConfig(choice, fixedId, strict, removeJavaProperties, names);
    }

    /** @return the schema as it is registered or looked up */
    Schema offered(Schema own) {
        return removeJavaProperties ? JavaProperties.without(own) : own;
    }

    private static Choice choice(RegistrySettings settings, int fixedId, SchemaRegistries.Kind kind) {
        boolean ownRegistry = switch (kind) {
            case HTTP -> false;
            case EMBEDDED, MOCK -> true;
        };
        if (settings.flag("auto.register.schemas", ownRegistry)) {
            return Choice.REGISTER;
        }
        if (fixedId >= 0) {
            return Choice.FIXED;
        }
        return settings.flag("use.latest.version", false) ? Choice.LATEST : Choice.LOOK_UP;
    }

    private static void refuseHeaderIds(RegistrySettings settings, boolean isKey) {
        String key = (isKey ? "key" : "value") + ".schema.id.serializer";
        settings.text(key).ifPresent(name -> {
            if (!name.endsWith("PrefixSchemaIdSerializer")) {
                throw new ConfigException(
                        key, name, "only PrefixSchemaIdSerializer is written; readers accept headers");
            }
        });
    }
}
