package io.vestibule.standalone.deploy;

import static io.vestibule.standalone.deploy.Manifests.at;
import static io.vestibule.standalone.deploy.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.operator.DeadLetterReplay;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.catalog.Writer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Strimzi's topics and users do not drift from the catalogue, and nobody may write another's topic. */
class StrimziTest {

    private static final String TOPICS = "deploy/kubernetes/strimzi/topics.yaml";
    private static final String USERS = "deploy/kubernetes/strimzi/users.yaml";

    @Test
    void the_topics_are_those_of_the_catalogue() {
        DeployFiles.assertMade(TOPICS, Strimzi.topics());
        assertThat(documents(TOPICS).stream().map(topic -> at(topic, "spec", "topicName")))
                .containsExactlyElementsOf(
                        Topics.all().stream().<Object>map(Topic::name).toList());
    }

    @Test
    void the_users_may_do_what_the_catalogue_says() {
        DeployFiles.assertMade(USERS, Strimzi.users(ConfigLoader.load(Optional.empty())));
    }

    /** And by who commands in its name, and by who repeats what was a dead letter. */
    @Test
    void every_topic_can_be_written_by_its_writer_alone() {
        for (Topic<?> topic : Topics.all()) {
            if (topic.writer() != Writer.EVERY_PART) {
                // When
                List<Object> writers = documents(USERS).stream()
                        .filter(user -> mayWrite(user, topic.name()))
                        .map(user -> at(user, "metadata", "name"))
                        .toList();

                // Then
                Set<Object> expected = new HashSet<>();
                expected.add("vestibule-"
                        + topic.writer().name().toLowerCase(Locale.ROOT).replace('_', '-'));
                if (topic == Topics.INVITES_COMMANDS) {
                    expected.addAll(List.of(KafkaUser.CONSOLE.principal(), KafkaUser.OPERATORS.principal()));
                }
                if (DeadLetterReplay.inputs().contains(topic)) {
                    expected.add(KafkaUser.ADMINISTRATORS.principal());
                }
                assertThat(writers).as(topic.name()).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    @Test
    void nobody_may_do_everything_or_anything_to_everything() {
        assertThat(documents(USERS).stream().flatMap(user -> acls(user).stream()))
                .allSatisfy(acl -> {
                    assertThat((List<?>) acl.get("operations"))
                            .isNotEmpty()
                            .noneMatch(operation ->
                                    List.of("All", "Alter", "ClusterAction").contains(operation));
                    assertThat(text(acl, "resource", "name")).isNotEqualTo("*").isNotEmpty();
                    assertThat(at(acl, "resource", "type")).isNotEqualTo("cluster");
                });
    }

    @Test
    void only_administrators_make_or_set_topics_of_the_catalogue_and_nobody_deletes_them() {
        for (Map<String, Object> user : documents(USERS)) {
            // When
            List<Object> rights = acls(user).stream()
                    .filter(acl -> at(acl, "resource", "type").equals("topic"))
                    .filter(acl -> Topics.all().stream().anyMatch(topic -> names(acl, topic.name())))
                    .flatMap(acl -> ((List<?>) acl.get("operations")).stream())
                    .map(Object.class::cast)
                    .toList();

            // Then
            if (at(user, "metadata", "name").equals(KafkaUser.ADMINISTRATORS.principal())) {
                assertThat(rights).contains("Create", "AlterConfigs").doesNotContain("Delete");
            } else {
                assertThat(rights)
                        .as(text(user, "metadata", "name"))
                        .doesNotContain("Create", "AlterConfigs", "Delete");
            }
        }
    }

    private static boolean mayWrite(Map<String, Object> user, String topic) {
        return acls(user).stream()
                .filter(acl -> at(acl, "resource", "type").equals("topic"))
                .filter(acl -> ((List<?>) acl.get("operations")).contains("Write"))
                .anyMatch(acl -> names(acl, topic));
    }

    private static boolean names(Map<String, Object> acl, String topic) {
        String name = text(acl, "resource", "name");
        boolean prefix = at(acl, "resource", "patternType").equals("prefix");
        return prefix ? topic.startsWith(name) : topic.equals(name);
    }

    private static List<Map<String, Object>> acls(Map<String, Object> user) {
        return Manifests.maps(user, "spec", "authorization", "acls");
    }

    private static List<Map<String, Object>> documents(String file) {
        return Manifests.in(file);
    }
}
