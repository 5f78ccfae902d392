package io.vestibule.ingress.policy;

import io.vestibule.matrix.api.MatrixError;
import io.vestibule.matrix.api.MatrixErrorCode;
import io.vestibule.schemas.RefusalKind;

/**
 * Why an invite is not signed although it is a good one. Immutable.
 *
 * @param kind what decided
 * @param rule the rule or glob that decided; empty where there is none
 */
public record Refusal(RefusalKind kind, String rule) {

    /** The user takes no invites at all. */
    public static final Refusal USER_TAKES_NONE = new Refusal(RefusalKind.USER_TAKES_NONE, "");

    /** @return what the inviter hears, which names no rule */
    public MatrixError toError() {
        return switch (kind) {
            case USER_TAKES_NONE, USER_FILTER ->
                MatrixError.of(403, MatrixErrorCode.INVITE_BLOCKED, "The user takes no invites");
            case SERVER_ACL ->
                MatrixError.of(403, MatrixErrorCode.FORBIDDEN, "The room's server ACL denies the inviter's server");
            case UNKNOWN, POLICY_RULE, ROOM_BLOCKED ->
                MatrixError.of(403, MatrixErrorCode.FORBIDDEN, "This server does not take the invite");
        };
    }
}
