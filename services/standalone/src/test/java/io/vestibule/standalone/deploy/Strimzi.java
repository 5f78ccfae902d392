package io.vestibule.standalone.deploy;

import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import java.util.ArrayList;
import java.util.List;

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
                    apiVersion: kafka.strimzi.io/v1beta2
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
                    apiVersion: kafka.strimzi.io/v1beta2
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
            acls(user, config)
                    .forEach(acl -> yaml.append("      - ").append(acl).append('\n'));
        }
        return yaml.toString();
    }

    private static List<String> acls(KafkaUser user, VestibuleConfig config) {
        List<String> acls = new ArrayList<>();
        user.reads().forEach(topic -> acls.add(acl("topic", topic.name(), "literal", "Read, Describe")));
        user.writes().forEach(topic -> acls.add(acl("topic", topic.name(), "literal", "Write, Describe")));
        if (user.isService()) {
            // Every service compares all topics with the catalogue at its start.
            Topics.all().forEach(topic -> acls.add(acl("topic", topic.name(), "literal", "Describe, DescribeConfigs")));
        }
        switch (user) {
            case TOPOLOGY -> {
                String application = config.topology().applicationId();
                acls.add(acl(
                        "topic",
                        application + "-",
                        "prefix",
                        "Create, Describe, DescribeConfigs, Read, Write, Delete"));
                acls.add(acl("group", application, "literal", "Read, Describe"));
                acls.add(acl("transactionalId", application + "-", "prefix", "Write, Describe"));
            }
            case WORKER -> acls.add(acl("group", config.worker().group().id(), "literal", "Read, Describe"));
            case APPSERVICE -> acls.add(acl("group", config.appservice().groupPrefix(), "prefix", "Read, Describe"));
            case CLIENT_SERVICES, HOMESERVER, OPERATORS ->
                acls.add(acl("group", user.principal(), "prefix", "Read, Describe"));
            case AUTOSCALER -> {
                for (Topic<?> topic :
                        List.of(Topics.INVITES_RECEIVED, Topics.INVITES_COMMANDS, Topics.INVITES_HANDSHAKES)) {
                    acls.add(acl("topic", topic.name(), "literal", "Describe"));
                }
                acls.add(acl("group", config.topology().applicationId(), "literal", "Describe"));
                acls.add(acl("group", config.worker().group().id(), "literal", "Describe"));
            }
            case INGRESS -> {} // reads whole feeds, without a group
        }
        return acls;
    }

    private static String acl(String type, String name, String pattern, String operations) {
        return "{resource: {type: %s, name: %s, patternType: %s}, operations: [%s], host: \"*\"}"
                .formatted(type, name, pattern, operations);
    }
}
