package io.vestibule.cli;

import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.schemas.InviteCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What is sent to a user of another server, and for how long it is tried. */
final class OutboundEvent {

    /** A year: longer than anybody means, and far from what a time can hold. */
    private static final long LONGEST_SECONDS = Duration.ofDays(365).toSeconds();

    @Option(
            names = "--event",
            paramLabel = "FILE",
            required = true,
            description =
                    "The member event as JSON: signed, or without hashes and signatures, to be signed by the worker.")
    @Nullable
    Path event;

    @Option(
            names = "--room-version",
            paramLabel = "VERSION",
            required = true,
            description = "The room's version.",
            converter = MatrixIds.Version.class)
    @Nullable
    RoomVersionId roomVersion;

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            description = "For how long it is tried (default: what the deployment is configured to).")
    @Nullable
    Long within;

    String json(CommandSpec spec) {
        return JsonFile.object(spec, "--event", event);
    }

    String roomVersion() {
        return Optional.ofNullable(roomVersion).orElseThrow().value();
    }

    InviteCommand.Builder deadline(CommandSpec spec, InviteCommand.Builder command) {
        if (within == null) {
            return command;
        }
        if (within < 1 || within > LONGEST_SECONDS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--within " + within + ": expected between 1 and " + LONGEST_SECONDS + " seconds");
        }
        return command.setNotAfter(
                command.getIssuedAt() + Duration.ofSeconds(within).toMillis());
    }
}
