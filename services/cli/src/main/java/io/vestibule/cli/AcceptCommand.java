package io.vestibule.cli;

import io.vestibule.schemas.AcceptInvite;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code accept ROOM USER}: joins the room in the user's name. */
@Command(
        name = "accept",
        description =
                "Accept an invite: join the room through the servers that the invites name, and wait for the outcome.",
        footer = "%nExample: vestibule accept '!room:a.example' @bob:us.example --displayname Bob",
        mixinStandardHelpOptions = true)
public final class AcceptCommand extends DecisionCommand {

    @Option(names = "--displayname", paramLabel = "NAME", description = "The display name in the room.")
    @Nullable
    String displayname;

    @Option(names = "--avatar-url", paramLabel = "MXC", description = "The avatar in the room, an mxc:// URI.")
    @Nullable
    String avatarUrl;

    @Override
    InviteCommand.Builder complete(InviteCommand.Builder command) {
        AcceptInvite accept = AcceptInvite.newBuilder()
                .setDisplayname(displayname)
                .setAvatarUrl(avatarUrl)
                .setReason(reason)
                .build();
        return command.setType(CommandType.ACCEPT_INVITE).setAccept(accept);
    }
}
