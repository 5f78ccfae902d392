package io.vestibule.schemas.registry;

import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;

/**
 * Numbers for schemas and schemas for numbers. Every method may block and is thread-safe.
 *
 * <p>What the registry does not have is a {@link SchemaNotFoundException}. Everything else that goes wrong is one of
 * Kafka's exceptions and says nothing about a record: an outage ({@code TimeoutException}, {@code DisconnectException}), a
 * refusal ({@code AuthenticationException}, {@code AuthorizationException}, {@link RegistryRefusedException}).
 */
public interface SchemaRegistry extends AutoCloseable {

    /** Makes what the registry keeps its schemas in, if that is missing. The first use does it too. */
    default void open() {}

    /**
     * Registers a schema under a subject, or finds it there.
     *
     * @param subject such as {@code invites.received-value}
     * @return the schema's ID, the same every time
     */
    int register(String subject, Schema schema);

    /** Registers many schemas by subject, at the price of one where the registry can. */
    default void registerAll(Map<String, Schema> schemas) {
        schemas.forEach(this::register);
    }

    /**
     * @return the ID of a schema that is registered under the subject
     * @throws SchemaNotFoundException if it is not
     */
    int idOf(String subject, Schema schema);

    /**
     * @param id from a record
     * @param subject where it is expected, empty when that is not known
     * @throws SchemaNotFoundException if the registry is sure that it has no such ID
     */
    Schema schemaOf(int id, String subject);

    /**
     * @param guid from a record of Confluent's version 1 format
     * @throws SchemaNotFoundException if the registry is sure that it has no such GUID
     */
    Schema schemaOf(UUID guid);

    /**
     * @return the newest schema of a subject
     * @throws SchemaNotFoundException if the subject has none
     */
    RegisteredSchema latest(String subject);

    @Override
    void close();
}
