package io.vestibule.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.client.ClientSettings;
import io.vestibule.client.TopicReader;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.schemas.PolicyEffect;
import io.vestibule.schemas.PolicyRule;
import io.vestibule.schemas.PolicySubject;
import io.vestibule.schemas.catalog.Topics;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code policy}: whose invites this server signs. */
@Command(
        name = "policy",
        description = {
            "Whose invites this server signs.",
            "A blocked room is refused whoever invites; then rules about users count before rules about servers, and of each"
                    + " kind 'allow' before 'block'; what no rule meets is allowed. So 'no invites but from' is to block"
                    + " server '*', and to allow some."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PolicyCommand.ListRules.class,
            PolicyCommand.Block.class,
            PolicyCommand.Allow.class,
            PolicyCommand.Remove.class
        })
public final class PolicyCommand {

    /** {@code policy list}: every rule in force. */
    @Command(
            name = "list",
            description = "List the rules in force: what they are about, effect, who made them and why.",
            footer = "%nExample: vestibule policy list",
            mixinStandardHelpOptions = true)
    static final class ListRules extends PrintingCommand {

        @Mixin
        DeploymentOption deployment = new DeploymentOption();

        @Override
        public Integer call() {
            Map<String, PolicyRule> rules = new TreeMap<>();
            try (TopicReader reader = TopicReader.open(deployment.settings())) {
                reader.scan(Topics.INVITES_POLICY, read -> take(read, rules));
            }
            rules.values().forEach(this::print);
            return ExitCode.OK.code();
        }

        private static void take(ConsumerRecord<byte[], PolicyRule> read, Map<String, PolicyRule> rules) {
            String key = new String(read.key(), UTF_8);
            PolicyRule rule = read.value();
            if (rule == null) {
                rules.remove(key);
            } else {
                rules.put(key, rule);
            }
        }

        private void print(PolicyRule rule) {
            if (deployment.json) {
                print(new JsonWriter()
                        .beginObject()
                        .field("effect", word(rule.getEffect()))
                        .field("subject", word(rule.getSubject()))
                        .field("glob", rule.getGlob())
                        .field("reason", rule.getReason())
                        .field("issued_by", rule.getIssuedBy())
                        .field("changed_at", rule.getChangedAt())
                        .endObject());
            } else {
                String reason = rule.getReason().isEmpty() ? "" : "  (" + rule.getReason() + ")";
                print(word(rule.getEffect()) + " " + word(rule.getSubject()) + " " + rule.getGlob() + reason);
            }
        }
    }

    /** What makes or takes back a rule. */
    abstract static class OnRule extends PrintingCommand {

        @Mixin
        DeploymentOption deployment = new DeploymentOption();

        @Parameters(
                index = "0",
                paramLabel = "SUBJECT",
                description = "server, user or room.",
                converter = SubjectSyntax.class)
        @Nullable
        PolicySubject subject;

        @Parameters(
                index = "1",
                paramLabel = "GLOB",
                description =
                        "A server without its port, a user ID or a room ID; * is any number of characters, ? one.")
        @Nullable
        String glob;

        /** What a rule may be about, as it is typed. */
        static final class SubjectSyntax implements ITypeConverter<PolicySubject> {
            @Override
            public PolicySubject convert(String text) {
                return switch (text) {
                    case "server" -> PolicySubject.SERVER;
                    case "user" -> PolicySubject.USER;
                    case "room" -> PolicySubject.ROOM;
                    default -> throw new TypeConversionException("expected server, user or room, not " + text);
                };
            }
        }

        final int publish(Optional<PolicyEffect> effect, String reason)
                throws InterruptedException, ExecutionException {
            PolicySubject about = Optional.ofNullable(subject).orElseThrow();
            String pattern = Optional.ofNullable(glob).orElseThrow();
            String id =
                    word(about) + " " + (about == PolicySubject.SERVER ? pattern.toLowerCase(Locale.ROOT) : pattern);
            PolicyRule rule = effect.map(what -> PolicyRule.newBuilder()
                            .setRuleId(id)
                            .setSubject(about)
                            .setGlob(pattern)
                            .setEffect(what)
                            .setReason(reason)
                            .setIssuedBy(SendingCommand.issuer())
                            .setChangedAt(System.currentTimeMillis())
                            .build())
                    .orElse(null);
            ClientSettings settings = deployment.settings();
            PolicyWriter.write(settings, id, rule);
            String done = effect.map(PolicyCommand::word).orElse("removed");
            if (deployment.json) {
                print(new JsonWriter()
                        .beginObject()
                        .field("rule", id)
                        .field("effect", done)
                        .endObject());
            } else {
                print(done + ": " + id);
            }
            return ExitCode.OK.code();
        }
    }

    /** What makes a rule. */
    abstract static class NewRule extends OnRule {

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                defaultValue = "",
                description = "For operators; told nobody else.")
        String reason = "";
    }

    /** {@code policy block SUBJECT GLOB}. */
    @Command(
            name = "block",
            description =
                    "Refuse invites of a server or a user, or into a room. Takes the place of a rule about the same.",
            footer = "%nExample: vestibule policy block server '*.evil.example' --reason spam",
            mixinStandardHelpOptions = true)
    static final class Block extends NewRule {

        @Override
        public Integer call() throws InterruptedException, ExecutionException {
            return publish(Optional.of(PolicyEffect.BLOCK), reason);
        }
    }

    /** {@code policy allow SUBJECT GLOB}. */
    @Command(
            name = "allow",
            description =
                    "Take invites of a server or a user although a wider rule blocks them. Takes the place of a rule about the"
                            + " same.",
            footer = "%nExample: vestibule policy allow user @alice:a.example",
            mixinStandardHelpOptions = true)
    static final class Allow extends NewRule {

        @Override
        public Integer call() throws InterruptedException, ExecutionException {
            return publish(Optional.of(PolicyEffect.ALLOW), reason);
        }
    }

    /** {@code policy remove SUBJECT GLOB}. */
    @Command(
            name = "remove",
            description = "Take a rule back.",
            footer = "%nExample: vestibule policy remove server '*.evil.example'",
            mixinStandardHelpOptions = true)
    static final class Remove extends OnRule {

        @Override
        public Integer call() throws InterruptedException, ExecutionException {
            return publish(Optional.empty(), "");
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
