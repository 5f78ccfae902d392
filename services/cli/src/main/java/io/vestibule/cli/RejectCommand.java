package io.vestibule.cli;

import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.RejectInvite;
import picocli.CommandLine.Command;

/** {@code reject ROOM USER}: leaves the room in the user's name. */
@Command(
        name = "reject",
        description =
                "Reject an invite: tell the room through the servers that the invites name, and wait for the outcome.",
        footer = "%nExample: vestibule reject '!room:a.example' @bob:us.example",
        mixinStandardHelpOptions = true)
public final class RejectCommand extends DecisionCommand {

    @Override
    InviteCommand.Builder complete(InviteCommand.Builder command) {
        return command.setType(CommandType.REJECT_INVITE)
                .setReject(RejectInvite.newBuilder().setReason(reason).build());
    }
}
