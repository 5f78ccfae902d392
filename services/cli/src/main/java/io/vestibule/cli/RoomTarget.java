package io.vestibule.cli;

import io.vestibule.matrix.id.RoomId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** What every command about a room takes: the room, and where Vestibule is. */
class RoomTarget extends DeploymentOption {

    @Parameters(
            index = "0",
            paramLabel = "ROOM",
            description = "The room ID, as in '!opaque:server'.",
            converter = MatrixIds.Room.class)
    @Nullable
    RoomId room;

    final RoomId requireRoom() {
        return Optional.ofNullable(room).orElseThrow();
    }
}
