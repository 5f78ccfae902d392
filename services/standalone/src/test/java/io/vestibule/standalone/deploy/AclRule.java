package io.vestibule.standalone.deploy;

import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What a user may do with one resource: for the manifests that are shipped, and for the brokers of tests.
 *
 * @param type what kind of resource
 * @param name its name, or what its name begins with
 * @param pattern which of both
 * @param operations what is allowed
 */
public record AclRule(ResourceType type, String name, PatternType pattern, List<AclOperation> operations) {

    private static final AclOperation[] READ = {AclOperation.READ, AclOperation.DESCRIBE};
    private static final AclOperation[] WRITE = {AclOperation.WRITE, AclOperation.DESCRIBE};
    private static final AclOperation[] LOOK = {AclOperation.DESCRIBE};

    /** @return all that a user may do, and nothing more */
    public static List<AclRule> of(KafkaUser user, VestibuleConfig config) {
        List<AclRule> rules = new ArrayList<>();
        user.reads().forEach(topic -> rules.add(topic(topic, READ)));
        user.writes().forEach(topic -> rules.add(topic(topic, WRITE)));
        if (user.isService()) {
            // Every service compares all topics with the catalogue at its start.
            Topics.all()
                    .forEach(topic -> rules.add(topic(topic, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS)));
        }
        rules.addAll(groups(user, config));
        return rules;
    }

    private static List<AclRule> groups(KafkaUser user, VestibuleConfig config) {
        String application = config.topology().applicationId();
        String worker = config.worker().group().id();
        return switch (user) {
            case TOPOLOGY ->
                List.of(
                        rule(
                                ResourceType.TOPIC,
                                application + "-",
                                PatternType.PREFIXED,
                                AclOperation.CREATE,
                                AclOperation.DESCRIBE,
                                AclOperation.DESCRIBE_CONFIGS,
                                AclOperation.READ,
                                AclOperation.WRITE,
                                AclOperation.DELETE),
                        rule(ResourceType.GROUP, application, PatternType.LITERAL, READ),
                        rule(ResourceType.TRANSACTIONAL_ID, application + "-", PatternType.PREFIXED, WRITE));
            case WORKER -> List.of(rule(ResourceType.GROUP, worker, PatternType.LITERAL, READ));
            case APPSERVICE ->
                List.of(rule(ResourceType.GROUP, config.appservice().groupPrefix(), PatternType.PREFIXED, READ));
            case CONSOLE ->
                // It follows topics without a group, and tells how far the services' groups are behind.
                List.of(
                        rule(ResourceType.GROUP, application, PatternType.LITERAL, LOOK),
                        rule(ResourceType.GROUP, worker, PatternType.LITERAL, LOOK));
            case CLIENT_SERVICES, HOMESERVER, OPERATORS ->
                List.of(rule(ResourceType.GROUP, user.principal(), PatternType.PREFIXED, READ));
            case AUTOSCALER ->
                List.of(
                        topic(Topics.INVITES_RECEIVED, LOOK),
                        topic(Topics.INVITES_COMMANDS, LOOK),
                        topic(Topics.INVITES_HANDSHAKES, LOOK),
                        rule(ResourceType.GROUP, application, PatternType.LITERAL, LOOK),
                        rule(ResourceType.GROUP, worker, PatternType.LITERAL, LOOK));
            case INGRESS, AUDITOR -> List.of(); // they read whole topics, without a group
        };
    }

    private static AclRule topic(Topic<?> topic, AclOperation... operations) {
        return rule(ResourceType.TOPIC, topic.name(), PatternType.LITERAL, operations);
    }

    private static AclRule rule(ResourceType type, String name, PatternType pattern, AclOperation... operations) {
        return new AclRule(type, name, pattern, Arrays.asList(operations));
    }

    /** @return the rule as brokers take it, for a user from anywhere */
    public List<AclBinding> bindings(KafkaUser user) {
        return operations.stream()
                .map(operation -> new AclBinding(
                        new ResourcePattern(type, name, pattern),
                        new AccessControlEntry("User:" + user.principal(), "*", operation, AclPermissionType.ALLOW)))
                .toList();
    }

    /** The rule as Strimzi writes it. */
    String yaml() {
        return "{resource: {type: %s, name: %s, patternType: %s}, operations: [%s], host: \"*\"}"
                .formatted(
                        camel(type.name(), false),
                        name,
                        pattern == PatternType.PREFIXED ? "prefix" : "literal",
                        operations.stream()
                                .map(each -> camel(each.name(), true))
                                .collect(Collectors.joining(", ")));
    }

    private static String camel(String constant, boolean upper) {
        StringBuilder text = new StringBuilder();
        boolean next = upper;
        for (char each : constant.toCharArray()) {
            if (each == '_') {
                next = true;
            } else {
                text.append(next ? each : Character.toLowerCase(each));
                next = false;
            }
        }
        return text.toString();
    }
}
