package io.vestibule.ingress.scene;

import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.testkit.broker.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** One broker for all tests of the module; each test class has topics of its own, under its prefix. */
public final class SharedBroker {

    private static final class Holder {
        private static final TestBroker BROKER = start();

        private static TestBroker start() {
            try {
                TestBroker broker = TestBroker.start(Files.createTempDirectory("ingress-broker"));
                Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
                return broker;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private SharedBroker() {}

    /** Where it listens, with the topics of ingress made under a prefix. */
    public static String withTopics(String prefix) {
        String bootstrap = Holder.BROKER.bootstrapServers();
        makeTopics(bootstrap, prefix);
        return bootstrap;
    }

    /** Makes the topics of ingress with few partitions. */
    public static void makeTopics(String bootstrap, String prefix) {
        List<Topic<?>> topics = Stream.of(
                        Topics.INVITES_RECEIVED,
                        Topics.INVITES_REFUSALS,
                        Topics.INVITES_POLICY,
                        Topics.HOMESERVER_ROOMS,
                        Topics.HOMESERVER_USERS)
                .<Topic<?>>map(topic -> topic.prefixed(prefix))
                .toList();
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
            new TopicAdmin(admin).ensure(new TopicLayout(prefix, 3, (short) 1), topics);
        }
    }
}
