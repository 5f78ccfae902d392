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
        if (user.comparesTopics()) {
            Topics.all()
                    .forEach(topic -> rules.add(topic(topic, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS)));
        }
        if (user == KafkaUser.ADMINISTRATORS) {
            Topics.all().forEach(topic -> rules.add(topic(topic, AclOperation.CREATE, AclOperation.ALTER_CONFIGS)));
        }
        rules.addAll(beside(user, config));
        return rules;
    }

    private static List<AclRule> beside(KafkaUser user, VestibuleConfig config) {
        String application = config.topology().applicationId();
        String worker = config.worker().group().id();
        return switch (user) {
            case TOPOLOGY -> ofTopology(application);
            case WORKER -> List.of(rule(ResourceType.GROUP, worker, PatternType.LITERAL, READ));
            case APPSERVICE ->
                List.of(rule(ResourceType.GROUP, config.appservice().groupPrefix(), PatternType.PREFIXED, READ));
            case CONSOLE ->
                // It follows topics without a group, and tells how far the services' groups are behind.
                List.of(
                        rule(ResourceType.GROUP, application, PatternType.LITERAL, LOOK),
                        rule(ResourceType.GROUP, worker, PatternType.LITERAL, LOOK));
            case CLIENT_SERVICES, HOMESERVER ->
                List.of(rule(ResourceType.GROUP, user.principal(), PatternType.PREFIXED, READ));
            case OPERATORS ->
                List.of(
                        prefixed(application + "-", AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS),
                        rule(ResourceType.GROUP, user.principal(), PatternType.PREFIXED, READ));
            case ADMINISTRATORS -> ofAdministrators(application, worker);
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

    private static List<AclRule> ofTopology(String application) {
        return List.of(
                prefixed(
                        application + "-",
                        AclOperation.CREATE,
                        AclOperation.DESCRIBE,
                        AclOperation.DESCRIBE_CONFIGS,
                        AclOperation.ALTER_CONFIGS,
                        AclOperation.READ,
                        AclOperation.WRITE,
                        AclOperation.DELETE),
                rule(ResourceType.GROUP, application, PatternType.LITERAL, READ),
                rule(ResourceType.TRANSACTIONAL_ID, application + "-", PatternType.PREFIXED, WRITE));
    }

    /** A rebuild makes the topics of another application, and sets its positions once nobody else reads. */
    private static List<AclRule> ofAdministrators(String application, String worker) {
        return List.of(
                prefixed(
                        application + "-",
                        AclOperation.CREATE,
                        AclOperation.DESCRIBE,
                        AclOperation.DESCRIBE_CONFIGS,
                        AclOperation.ALTER_CONFIGS,
                        AclOperation.WRITE),
                rule(ResourceType.GROUP, application, PatternType.PREFIXED, READ),
                rule(ResourceType.GROUP, worker, PatternType.LITERAL, LOOK));
    }

    private static AclRule prefixed(String topics, AclOperation... operations) {
        return rule(ResourceType.TOPIC, topics, PatternType.PREFIXED, operations);
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
