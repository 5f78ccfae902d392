package io.vestibule.schemas.serde;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's framing. Version 0 is a zero byte and a 4-byte ID, version 1 a one byte and a 16-byte GUID; either stands
 * before the Avro bytes or, alone, in a record header.
 */
final class WireFormat {

    /** Bytes of the version 0 prefix. */
    static final int PREFIX_BYTES = 5;

    private static final byte ID_VERSION = 0;
    private static final byte GUID_VERSION = 1;
    private static final int GUID_PREFIX_BYTES = 17;

    private WireFormat() {}

    /** Where a record's schema is named. */
    sealed interface SchemaReference {
        record ById(int id) implements SchemaReference {}

        record ByGuid(UUID guid) implements SchemaReference {}
    }

    /**
     * A record taken apart.
     *
     * @param schema what names the writer's schema
     * @param avro offset of the first Avro byte in the payload
     */
    record Framed(SchemaReference schema, int avro) {}

    /** @return the version 0 prefix, which is what we write */
    static byte[] prefix(int id) {
        return ByteBuffer.allocate(PREFIX_BYTES).put(ID_VERSION).putInt(id).array();
    }

    /** @return the name of the header that may carry the reference */
    static String header(boolean isKey) {
        return isKey ? "__key_schema_id" : "__value_schema_id";
    }

    /**
     * @throws BadRecordException if neither a header nor the payload's begin names a schema
     */
    static Framed read(String topic, @Nullable Headers headers, boolean isKey, byte[] payload) {
        Header header = headers == null ? null : headers.lastHeader(header(isKey));
        if (header != null && header.value() != null) {
            byte[] value = header.value();
            Framed inHeader = parse(topic, value, "header " + header.key());
            if (inHeader.avro() != value.length) {
                throw new BadRecordException(topic + ": header " + header.key() + " has " + value.length + " bytes");
            }
            return new Framed(inHeader.schema(), 0);
        }
        return parse(topic, payload, "payload");
    }

    private static Framed parse(String topic, byte[] bytes, String where) {
        if (bytes.length == 0) {
            throw new BadRecordException(topic + ": the " + where + " is empty");
        }
        return switch (bytes[0]) {
            case ID_VERSION -> {
                require(topic, bytes, where, PREFIX_BYTES);
                yield new Framed(new SchemaReference.ById(ByteBuffer.wrap(bytes).getInt(1)), PREFIX_BYTES);
            }
            case GUID_VERSION -> {
                require(topic, bytes, where, GUID_PREFIX_BYTES);
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                yield new Framed(
                        new SchemaReference.ByGuid(new UUID(buffer.getLong(1), buffer.getLong(9))), GUID_PREFIX_BYTES);
            }
            default ->
                throw new BadRecordException(
                        topic + ": the " + where + " begins with byte " + bytes[0] + ", which names no schema");
        };
    }

    private static void require(String topic, byte[] bytes, String where, int length) {
        if (bytes.length < length) {
            throw new BadRecordException(
                    topic + ": the " + where + " has " + bytes.length + " bytes, a schema reference needs " + length);
        }
    }
}
