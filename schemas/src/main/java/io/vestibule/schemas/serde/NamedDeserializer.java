package io.vestibule.schemas.serde;

import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * A deserializer that the deployment named, with its failures sorted as ours are.
 *
 * <p>Confluent's throws the same {@code SerializationException} for bad bytes and for some registry failures. What has an
 * I/O failure or a registry's answer other than "not found" behind it says nothing about the record.
 */
final class NamedDeserializer<V extends SpecificRecord> implements Deserializer<V> {

    private static final String NOT_FOUND = "error code: 40403";

    private final Deserializer<?> named;
    private final Class<V> valueType;

    NamedDeserializer(Deserializer<?> named, Class<V> valueType) {
        this.named = named;
        this.valueType = valueType;
    }

    @Override
    public @Nullable V deserialize(String topic, byte @Nullable [] payload) {
        return sorted(topic, () -> named.deserialize(topic, payload));
    }

    @Override
    public @Nullable V deserialize(String topic, Headers headers, byte @Nullable [] payload) {
        return sorted(topic, () -> named.deserialize(topic, headers, payload));
    }

    @Override
    public void close() {
        named.close();
    }

    private interface Read {
        @Nullable
        Object value();
    }

    private @Nullable V sorted(String topic, Read read) {
        Object value;
        try {
            value = read.value();
        } catch (SerializationException failure) {
            if (isAboutTheRegistry(failure)) {
                throw failure;
            }
            throw new BadRecordException(topic + ": " + failure.getMessage(), failure);
        }
        if (value != null && !valueType.isInstance(value)) {
            throw new BadRecordException(topic + ": a " + value.getClass().getName() + " stands where only "
                    + valueType.getName() + " belongs");
        }
        return valueType.cast(value);
    }

    private static boolean isAboutTheRegistry(Throwable failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getClass().getSimpleName().equals("RestClientException")) {
                return !String.valueOf(cause.getMessage()).contains(NOT_FOUND);
            }
            // Truncated Avro is an EOFException, which is one about the bytes.
            if (cause instanceof IOException && !(cause instanceof java.io.EOFException)) {
                return true;
            }
        }
        return false;
    }
}
