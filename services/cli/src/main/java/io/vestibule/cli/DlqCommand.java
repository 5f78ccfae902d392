package io.vestibule.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.client.TopicReader;
import io.vestibule.operator.DeadLetterPlace;
import io.vestibule.operator.DeadLetterText;
import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.catalog.Topics;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code dlq}: what could not be processed. */
@Command(
        name = "dlq",
        description = "What could not be processed: the dead letters.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DlqCommand.ListLetters.class, DlqCommand.Show.class, DlqReplayCommand.class})
public final class DlqCommand {

    /** {@code dlq list}: the newest letters, a line each. */
    @Command(
            name = "list",
            description =
                    "List the newest dead letters, oldest first: name, time, where the record stood, stage and reason.",
            footer = "%nExample: vestibule dlq list --topic invites.commands",
            mixinStandardHelpOptions = true)
    static final class ListLetters extends PrintingCommand {

        private static final int MOST = 10_000;

        @Mixin
        DeploymentOption deployment = new DeploymentOption();

        @Option(names = "--topic", paramLabel = "TOPIC", description = "Only records of this topic.")
        @Nullable
        String topic;

        @Option(
                names = "--limit",
                paramLabel = "COUNT",
                defaultValue = "100",
                description = "The most that are listed, up to 10000 (default: ${DEFAULT-VALUE}).")
        int limit;

        /** What is kept while reading: a line, not the record's bytes. */
        private record Line(long time, String text) {}

        @Override
        public Integer call() {
            if (limit < 1 || limit > MOST) {
                throw new ParameterException(spec().commandLine(), "--limit must be 1 to " + MOST + ", not " + limit);
            }
            Deque<Line> newest = new ArrayDeque<>();
            Progress progress = new Progress(err(), "reading " + Topics.INVITES_DEAD_LETTERS.name());
            try (TopicReader reader = TopicReader.open(deployment.settings())) {
                reader.scan(Topics.INVITES_DEAD_LETTERS, read -> {
                    progress.step();
                    take(read, newest);
                });
            }
            List<Line> lines =
                    newest.stream().sorted(Comparator.comparingLong(Line::time)).toList();
            lines.subList(Math.max(0, lines.size() - limit), lines.size()).forEach(line -> print(line.text()));
            return ExitCode.OK.code();
        }

        // Partitions come one after another, so the newest of each are kept and sorted at the end.
        private void take(ConsumerRecord<byte[], DeadLetter> read, Deque<Line> newest) {
            DeadLetter letter = read.value();
            if (letter == null || (topic != null && !topic.equals(letter.getTopic()))) {
                return;
            }
            DeadLetterPlace place = DeadLetterPlace.of(read);
            String text = deployment.json
                    ? new String(DeadLetterText.json(place, letter).toBytes(), UTF_8)
                    : DeadLetterText.line(place, letter);
            newest.addLast(new Line(letter.getFailedAt(), text));
            if (newest.size() > 2 * MOST) {
                List<Line> kept = newest.stream()
                        .sorted(Comparator.comparingLong(Line::time))
                        .skip(newest.size() - limit)
                        .toList();
                newest.clear();
                newest.addAll(kept);
            }
        }
    }

    /** {@code dlq show LETTER}: all that is known of one. */
    @Command(
            name = "show",
            description = "Show one dead letter: where the record stood, why it failed, its key and its bytes.",
            footer = "%nExample: vestibule dlq show 3-17",
            mixinStandardHelpOptions = true)
    static final class Show extends PrintingCommand {

        @Mixin
        DeploymentOption deployment = new DeploymentOption();

        @Parameters(
                index = "0",
                paramLabel = "LETTER",
                description = "Its name in the list: partition, hyphen, offset.",
                converter = DeadLetterName.class)
        @Nullable
        DeadLetterPlace place;

        @Override
        public Integer call() {
            DeadLetterPlace wanted = Optional.ofNullable(place).orElseThrow();
            try (TopicReader reader = TopicReader.open(deployment.settings())) {
                DeadLetter letter = find(reader, wanted, spec().commandLine());
                if (deployment.json) {
                    print(DeadLetterText.json(wanted, letter));
                } else {
                    print(DeadLetterText.whole(wanted, letter));
                }
                return ExitCode.OK.code();
            }
        }
    }

    /** @throws ParameterException if there is no such letter */
    static DeadLetter find(TopicReader reader, DeadLetterPlace wanted, CommandLine command) {
        return reader.at(Topics.INVITES_DEAD_LETTERS, wanted.partition(), wanted.offset())
                .map(ConsumerRecord::value)
                .orElseThrow(() -> new ParameterException(
                        command,
                        "there is no dead letter " + wanted + " (any more); 'dlq list' names those there are"));
    }
}
