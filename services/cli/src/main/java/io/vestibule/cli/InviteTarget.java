package io.vestibule.cli;

import io.vestibule.matrix.id.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** What every command about an invite takes: room, user, and where Vestibule is. */
final class InviteTarget extends RoomTarget {

    @Parameters(
            index = "1",
            paramLabel = "USER",
            description = "The invited user's ID.",
            converter = MatrixIds.User.class)
    @Nullable
    UserId user;

    UserId requireUser() {
        return Optional.ofNullable(user).orElseThrow();
    }
}
