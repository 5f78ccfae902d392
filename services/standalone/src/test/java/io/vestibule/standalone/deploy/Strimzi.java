package io.vestibule.standalone.deploy;

import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;

/** Strimzi's resources, made from the catalogue: one for each topic, one for each user. */
final class Strimzi {

    private static final String MADE =
            "# Made from the topic catalogue by StrimziTest; change the catalogue, and run it with -Ddeploy.write=true.\n";
    private static final int REPLICAS = 3;
    private static final int IN_SYNC = 2;

    private Strimzi() {}

    static String topics() {
        StringBuilder yaml = new StringBuilder(MADE);
        for (Topic<?> topic : Topics.all()) {
            yaml.append("""
                    ---
                    apiVersion: kafka.strimzi.io/v1
                    kind: KafkaTopic
                    metadata:
                      name: %1$s
                      labels: {strimzi.io/cluster: vestibule}
                    spec:
                      topicName: %1$s
                      partitions: %2$d
                      replicas: %3$d
                      config:
                    """.formatted(topic.name(), TopicLayout.CLUSTER_PARTITIONS, REPLICAS));
            topic.keeping().topicConfig().forEach((key, value) -> yaml.append("    %s: %s\n".formatted(key, value)));
            yaml.append("    min.insync.replicas: %d\n".formatted(IN_SYNC));
        }
        return yaml.toString();
    }

    /** @param config the defaults, for the names of groups and of the application */
    static String users(VestibuleConfig config) {
        StringBuilder yaml = new StringBuilder(MADE);
        for (KafkaUser user : KafkaUser.values()) {
            yaml.append("""
                    ---
                    apiVersion: kafka.strimzi.io/v1
                    kind: KafkaUser
                    metadata:
                      name: %s
                      labels: {strimzi.io/cluster: vestibule}
                    spec:
                      authentication: {type: tls}
                      authorization:
                        type: simple
                        acls:
                    """.formatted(user.principal()));
            AclRule.of(user, config)
                    .forEach(rule -> yaml.append("      - ").append(rule.yaml()).append('\n'));
        }
        return yaml.toString();
    }
}
