package io.vestibule.matrix.api;

import java.util.Objects;

/**
 * An {@code errcode} of a Matrix error body. The set is open: servers send codes that no specification lists, and they are
 * kept as written (specification, Client-Server API, "Standard error response"). Immutable.
 *
 * @param value the code as written
 */
public record MatrixErrorCode(String value) {

    public static final MatrixErrorCode FORBIDDEN = new MatrixErrorCode("M_FORBIDDEN");
    public static final MatrixErrorCode UNAUTHORIZED = new MatrixErrorCode("M_UNAUTHORIZED");
    public static final MatrixErrorCode UNRECOGNIZED = new MatrixErrorCode("M_UNRECOGNIZED");
    public static final MatrixErrorCode NOT_FOUND = new MatrixErrorCode("M_NOT_FOUND");
    public static final MatrixErrorCode NOT_JSON = new MatrixErrorCode("M_NOT_JSON");
    public static final MatrixErrorCode BAD_JSON = new MatrixErrorCode("M_BAD_JSON");
    public static final MatrixErrorCode MISSING_PARAM = new MatrixErrorCode("M_MISSING_PARAM");
    public static final MatrixErrorCode INVALID_PARAM = new MatrixErrorCode("M_INVALID_PARAM");
    public static final MatrixErrorCode TOO_LARGE = new MatrixErrorCode("M_TOO_LARGE");
    public static final MatrixErrorCode LIMIT_EXCEEDED = new MatrixErrorCode("M_LIMIT_EXCEEDED");
    public static final MatrixErrorCode UNKNOWN = new MatrixErrorCode("M_UNKNOWN");

    /** The room's version is not supported; comes with {@code room_version}. */
    public static final MatrixErrorCode INCOMPATIBLE_ROOM_VERSION = new MatrixErrorCode("M_INCOMPATIBLE_ROOM_VERSION");

    /** What Synapse answers in place of {@link #INCOMPATIBLE_ROOM_VERSION}, without {@code room_version}. */
    public static final MatrixErrorCode UNSUPPORTED_ROOM_VERSION = new MatrixErrorCode("M_UNSUPPORTED_ROOM_VERSION");

    /** The resident server cannot see whether the restricted room's conditions hold; another one may. */
    public static final MatrixErrorCode UNABLE_TO_AUTHORISE_JOIN = new MatrixErrorCode("M_UNABLE_TO_AUTHORISE_JOIN");

    /** The resident server has no user who could let somebody into the restricted room; another one may. */
    public static final MatrixErrorCode UNABLE_TO_GRANT_JOIN = new MatrixErrorCode("M_UNABLE_TO_GRANT_JOIN");

    /** The invited user takes no invites (MSC4380, specification v1.18). */
    public static final MatrixErrorCode INVITE_BLOCKED = new MatrixErrorCode("M_INVITE_BLOCKED");

    public MatrixErrorCode {
        Objects.requireNonNull(value, "value");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an errcode is not empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
