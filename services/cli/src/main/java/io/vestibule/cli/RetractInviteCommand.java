package io.vestibule.cli;

import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.RetractInvite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code retract-invite ROOM USER}: tells a user's server that our invite is withdrawn. */
@Command(
        name = "retract-invite",
        description =
                "Tell the server of a user whom we have invited that the invite is withdrawn: send the leave or ban there"
                        + " until it is taken.",
        footer =
                "%nExample: vestibule retract-invite '!room:us.example' @alice:a.example --event leave.json --room-version 11",
        mixinStandardHelpOptions = true)
public final class RetractInviteCommand extends SendingCommand {

    @Mixin
    OutboundEvent sent = new OutboundEvent();

    @Override
    InviteCommand.Builder complete(InviteCommand.Builder command) {
        RetractInvite retract = new RetractInvite(sent.json(spec()), sent.roomVersion());
        return sent.deadline(spec(), command)
                .setType(CommandType.RETRACT_INVITE)
                .setRetractInvite(retract);
    }
}
