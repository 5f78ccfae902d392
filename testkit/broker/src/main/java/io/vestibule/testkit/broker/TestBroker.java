package io.vestibule.testkit.broker;

import java.nio.file.Path;
import java.util.Locale;
import org.testcontainers.DockerClientFactory;

/**
 * A broker that runs from {@link #start} to {@link #close}. What kind it is, the system property {@value #PROPERTY} says:
 * {@code embedded}, the default, or {@code container}, which needs Docker. Thread-safe.
 */
public interface TestBroker extends AutoCloseable {

    /** Which kind of broker the tests run on: {@code -Dvestibule.test.broker=container}. */
    String PROPERTY = "vestibule.test.broker";

    /** The kinds of brokers. */
    enum Kind {
        /** Kafka's own classes in this JVM. */
        EMBEDDED,
        /** Apache Kafka's image, in a container of its own. */
        CONTAINER;

        /**
         * @param name the value of the property
         * @throws IllegalArgumentException if there is no such kind; the message names the property
         */
        static Kind named(String name) {
            for (Kind kind : values()) {
                if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(PROPERTY + ": '" + name + "' is neither 'embedded' nor 'container'");
        }
    }

    /**
     * Starts an empty broker and returns when it takes requests.
     *
     * @param directory where an embedded one keeps its log
     * @throws IllegalArgumentException if the property names no kind of broker
     * @throws IllegalStateException if a container is asked for and there is no Docker to run it
     */
    static TestBroker start(Path directory) {
        return switch (Kind.named(System.getProperty(PROPERTY, "embedded"))) {
            case EMBEDDED -> new InThisJvm(directory);
            case CONTAINER -> {
                if (!DockerClientFactory.instance().isDockerAvailable()) {
                    throw new IllegalStateException(PROPERTY + " asks for a container, and there is no Docker here");
                }
                yield new InAContainer();
            }
        };
    }

    /** @return {@code host:port}, for {@code bootstrap.servers} */
    String bootstrapServers();

    @Override
    void close();
}
