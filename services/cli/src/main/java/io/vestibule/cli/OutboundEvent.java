package io.vestibule.cli;

import io.vestibule.schemas.InviteCommand;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What is sent to a user of another server, and for how long it is tried. */
final class OutboundEvent {

    @Option(
            names = "--event",
            paramLabel = "FILE",
            required = true,
            description =
                    "The member event as JSON: signed, or without hashes and signatures, to be signed by the worker.")
    @Nullable
    Path event;

    @Option(names = "--room-version", paramLabel = "VERSION", required = true, description = "The room's version.")
    String roomVersion = "";

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            description = "For how long it is tried (default: what the deployment is configured to).")
    @Nullable
    Long within;

    String json(CommandSpec spec) {
        return JsonFile.object(spec, "--event", event);
    }

    InviteCommand.Builder deadline(InviteCommand.Builder command) {
        return within == null
                ? command
                : command.setNotAfter(
                        command.getIssuedAt() + Duration.ofSeconds(within).toMillis());
    }
}
