package io.vestibule.cli;

import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.RetryInvite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code retry ROOM USER}: walks a failed accept, or the telling of a leave, again. */
@Command(
        name = "retry",
        description =
                "Try again what failed: the last accept of an invite that still stands, or telling the room of a leave"
                        + " that no server has confirmed.",
        footer = "%nExample: vestibule retry '!room:a.example' @bob:us.example",
        mixinStandardHelpOptions = true)
public final class RetryCommand extends SendingCommand {

    @Option(
            names = "--own-invite-only",
            description =
                    "Ask only the servers of the user's own newest invite, not those of other invites to the room.")
    boolean ownInviteOnly;

    @Override
    InviteCommand.Builder complete(InviteCommand.Builder command) {
        return command.setType(CommandType.RETRY)
                .setRetry(
                        RetryInvite.newBuilder().setOwnInviteOnly(ownInviteOnly).build());
    }
}
