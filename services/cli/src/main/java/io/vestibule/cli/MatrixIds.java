package io.vestibule.cli;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Identifiers on the command line, with a word about what is wrong with one. */
final class MatrixIds {

    private MatrixIds() {}

    /** Reads a room ID. */
    static final class Room implements ITypeConverter<RoomId> {
        @Override
        public RoomId convert(String value) {
            return RoomId.parse(value)
                    .orElseThrow(() -> new TypeConversionException(
                            "\"" + value + "\" is not a room ID; one starts with '!', as in '!opaque:server'"));
        }
    }

    /** Reads a server name. */
    static final class Server implements ITypeConverter<ServerName> {
        @Override
        public ServerName convert(String value) {
            return ServerName.parse(value)
                    .orElseThrow(() -> new TypeConversionException(
                            "\"" + value + "\" is not a server name; one looks like 'matrix.org' or 'a.example:8448'"));
        }
    }

    /** Reads a room version. */
    static final class Version implements ITypeConverter<RoomVersionId> {
        @Override
        public RoomVersionId convert(String value) {
            return RoomVersionId.parse(value)
                    .orElseThrow(() -> new TypeConversionException(
                            "\"" + value + "\" is not a room version; one looks like '11'"));
        }
    }

    /** Reads a user ID. */
    static final class User implements ITypeConverter<UserId> {
        @Override
        public UserId convert(String value) {
            return UserId.parse(value)
                    .orElseThrow(() -> new TypeConversionException(
                            "\"" + value + "\" is not a user ID; one looks like '@localpart:server'"));
        }
    }
}
