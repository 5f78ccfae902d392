package io.vestibule.cli;

import io.vestibule.client.TopicReader;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.operator.RoomReplay;
import io.vestibule.operator.RoomReplay.Until;
import io.vestibule.schemas.catalog.Topics;
import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code replay ROOM --at OFFSET|TIME}: what a room looked like to Vestibule then, and how it came to that. */
@Command(
        name = "replay",
        description =
                "Replay the ledger of a room: its events with their offsets, and what they come to, now or at an offset or a"
                        + " time. Reads only; nothing is decided or sent again. It reaches back as far as the ledger is kept.",
        footer = "%nExample: vestibule replay '!room:a.example' --at 2026-11-21T12:00:00Z",
        mixinStandardHelpOptions = true)
public final class ReplayCommand extends PrintingCommand {

    @Mixin
    RoomTarget target = new RoomTarget();

    @Option(
            names = "--at",
            paramLabel = "OFFSET|TIME",
            description = "Up to the event at this offset of the room's partition, or up to this time, as in"
                    + " 2026-11-21T12:00:00Z (default: the end).",
            converter = Point.class)
    Until at = new Until.End();

    @Option(names = "--state-only", description = "Leave the events out.")
    boolean stateOnly;

    /** Reads an offset or a time. */
    static final class Point implements ITypeConverter<Until> {
        @Override
        public Until convert(String value) {
            try {
                return value.matches("\\d{1,18}")
                        ? new Until.Offset(Long.parseLong(value))
                        : new Until.Time(Instant.parse(value));
            } catch (DateTimeException neither) {
                throw new TypeConversionException(
                        "\"" + value + "\" is neither an offset nor a time; a time looks like '2026-11-21T12:00:00Z'");
            }
        }
    }

    @Override
    public Integer call() {
        RoomId wanted = target.requireRoom();
        try (TopicReader reader = TopicReader.open(target.settings())) {
            Progress progress = new Progress(err(), "reading " + Topics.INVITES_EVENTS);
            RoomReplay replay =
                    RoomReplay.of(wanted, reader.records(Topics.INVITES_EVENTS, wanted, progress::step), at);
            ReplayText text = new ReplayText(wanted, replay, !stateOnly);
            if (target.json) {
                print(text.json());
            } else {
                text.lines().forEach(this::print);
            }
            return (replay.steps().isEmpty() ? ExitCode.NOT_INVITED : ExitCode.OK).code();
        }
    }
}
