package io.vestibule.cli;

import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** What every command about an invite takes: room, user, and where Vestibule is. */
final class InviteTarget {

    @Parameters(
            index = "0",
            paramLabel = "ROOM",
            description = "The room ID, as in '!opaque:server'.",
            converter = Room.class)
    @Nullable
    RoomId room;

    @Parameters(index = "1", paramLabel = "USER", description = "The invited user's ID.", converter = User.class)
    @Nullable
    UserId user;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration of the running deployment; without it, the defaults and the environment.")
    @Nullable
    Path config;

    @Option(names = "--json", description = "Print one JSON object.")
    boolean json;

    VestibuleConfig configuration() {
        return ConfigLoader.load(Optional.ofNullable(config));
    }

    RoomId requireRoom() {
        return Optional.ofNullable(room).orElseThrow();
    }

    UserId requireUser() {
        return Optional.ofNullable(user).orElseThrow();
    }

    static final class Room implements ITypeConverter<RoomId> {
        @Override
        public RoomId convert(String value) {
            return RoomId.parse(value)
                    .orElseThrow(() -> new TypeConversionException(
                            "\"" + value + "\" is not a room ID; one starts with '!', as in '!opaque:server'"));
        }
    }

    static final class User implements ITypeConverter<UserId> {
        @Override
        public UserId convert(String value) {
            return UserId.parse(value)
                    .orElseThrow(() -> new TypeConversionException(
                            "\"" + value + "\" is not a user ID; one looks like '@localpart:server'"));
        }
    }
}
