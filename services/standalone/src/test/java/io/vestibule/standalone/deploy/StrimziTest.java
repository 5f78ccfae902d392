package io.vestibule.standalone.deploy;

import static io.vestibule.standalone.deploy.Manifests.at;
import static io.vestibule.standalone.deploy.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.catalog.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                List<Object> expected = new ArrayList<>(List.of("vestibule-"
                        + topic.writer()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', '-')));
                if (topic == Topics.INVITES_COMMANDS) {
                    expected.addFirst(KafkaUser.CONSOLE.principal());
                }
                assertThat(writers).as(topic.name()).containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    void nobody_may_do_everything_or_anything_to_everything() {
        assertThat(documents(USERS).stream().flatMap(user -> acls(user).stream()))
                .allSatisfy(acl -> {
                    assertThat(acl.get("operations").toString()).doesNotContain("All", "Alter");
                    assertThat(text(acl, "resource", "name")).isNotEqualTo("*").isNotEmpty();
                    assertThat(at(acl, "resource", "type")).isNotEqualTo("cluster");
                });
    }

    private static boolean mayWrite(Map<String, Object> user, String topic) {
        return acls(user).stream()
                .filter(acl -> at(acl, "resource", "type").equals("topic"))
                .filter(acl -> ((List<?>) acl.get("operations")).contains("Write"))
                .anyMatch(acl -> {
                    String name = text(acl, "resource", "name");
                    boolean prefix = at(acl, "resource", "patternType").equals("prefix");
                    return prefix ? topic.startsWith(name) : topic.equals(name);
                });
    }

    private static List<Map<String, Object>> acls(Map<String, Object> user) {
        return Manifests.maps(user, "spec", "authorization", "acls");
    }

    private static List<Map<String, Object>> documents(String file) {
        return Manifests.in(file);
    }
}
