package io.vestibule.cli;

import io.vestibule.client.NotConnectedException;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.operator.DeploymentTopics;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.TopicCheck;
import io.vestibule.schemas.catalog.TopicDifference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code topics}: the cluster's topics against the catalogue, and the topology's own against this release. */
@Command(
        name = "topics",
        description = "The cluster's topics against the catalogue.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TopicsCommand.Diff.class, TopicsCommand.Apply.class})
public final class TopicsCommand {

    /** What both do. */
    abstract static class OnTopics extends PrintingCommand {

        private static final int PATIENCE_MS = 10_000;

        @Mixin
        DeploymentOption deployment = new DeploymentOption();

        abstract List<TopicDifference> differences(DeploymentTopics topics);

        @Override
        public Integer call() {
            VestibuleConfig config = deployment.configuration();
            try (Admin admin = open(config)) {
                List<TopicDifference> left = differences(new DeploymentTopics(
                        new TopicAdmin(admin),
                        config.kafka().topics(),
                        config.topology().applicationId()));
                left.forEach(difference -> say(difference.topic(), "differs", difference.sentence()));
                return (left.isEmpty() ? ExitCode.OK : ExitCode.NOT_AS_IT_SHOULD_BE).code();
            }
        }

        /** @throws NotConnectedException if nothing listens where the brokers should be */
        private static Admin open(VestibuleConfig config) {
            Map<String, Object> keys = new HashMap<>(config.kafka().clientProperties());
            keys.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
            keys.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS / 2);
            Deployments.settings(config).requireReachable();
            return Admin.create(keys);
        }

        final void say(String topic, String result, String detail) {
            if (deployment.json) {
                print(new JsonWriter()
                        .beginObject()
                        .field("topic", topic)
                        .field("result", result)
                        .field("detail", detail)
                        .endObject());
            } else {
                print("%-8s %-26s %s".formatted(result, topic, detail));
            }
        }
    }

    /** {@code topics diff}: tells, changes nothing. */
    @Command(
            name = "diff",
            description = "Tell how the cluster's topics differ from the catalogue, and the topology's changelogs and"
                    + " repartition topics from what this release wants of them; change nothing.",
            footer = "%nExample: vestibule topics diff --config vestibule.yaml",
            mixinStandardHelpOptions = true)
    static final class Diff extends OnTopics {
        @Override
        List<TopicDifference> differences(DeploymentTopics topics) {
            return topics.differences();
        }
    }

    /** {@code topics apply}: creates and corrects, never changes a partition count. */
    @Command(
            name = "apply",
            description =
                    "Create the topics that are missing and set the topic keys that differ, those of the topology's"
                            + " changelogs and repartition topics included. Partition counts are told, never changed: keys would"
                            + " move to other partitions.",
            footer = "%nExample: vestibule topics apply --config vestibule.yaml",
            mixinStandardHelpOptions = true)
    static final class Apply extends OnTopics {
        @Override
        List<TopicDifference> differences(DeploymentTopics topics) {
            TopicCheck check = topics.ensure();
            check.created().forEach(topic -> say(topic, "created", "was missing"));
            List<TopicDifference> set = topics.admin().correct(check.differences());
            set.forEach(difference -> say(difference.topic(), "set", "was: " + difference.sentence()));
            return check.differences().stream()
                    .filter(difference -> !set.contains(difference))
                    .toList();
        }
    }
}
