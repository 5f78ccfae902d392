package io.vestibule.ingress.policy;

import io.vestibule.ingress.check.InviteClaim;
import io.vestibule.ingress.users.LocalUsers;
import io.vestibule.matrix.api.Decoded;
import io.vestibule.matrix.api.MatrixError;
import io.vestibule.matrix.api.MatrixErrorCode;
import io.vestibule.schemas.InviteRefusal;
import io.vestibule.schemas.RefusalKind;
import java.time.InstantSource;
import java.util.Optional;

/** Asks everybody who has a say in whose invites are signed, and keeps each refusal. Thread-safe. */
public final class Permits {

    private static final int UNAVAILABLE = 503;

    private final Policy policy;
    private final LocalUsers users;
    private final Refusals refusals;
    private final InstantSource clock;

    /** Keeps refusals. */
    @FunctionalInterface
    public interface Refusals {
        void append(InviteRefusal refusal);
    }

    /**
     * An invite that nobody objects to.
     *
     * @param claim the invite
     * @param hidden whether its user does not want to see it
     */
    public record Permitted(InviteClaim claim, boolean hidden) {}

    /**
     * @param policy what operators and rooms say
     * @param users who exists, and what they say
     * @param refusals keeps refusals
     * @param clock tells the time
     */
    public Permits(Policy policy, LocalUsers users, Refusals refusals, InstantSource clock) {
        this.policy = policy;
        this.users = users;
        this.refusals = refusals;
        this.clock = clock;
    }

    /** @return the claim of an authenticated origin, unless an operator's rule or the room's ACL is against it */
    public Decoded<InviteClaim> byPolicy(InviteClaim claim) {
        if (!policy.isKnown()) {
            return refused(UNAVAILABLE, MatrixErrorCode.UNKNOWN, "It is not known yet whose invites are taken");
        }
        Optional<Refusal> refusal =
                policy.refusal(claim.event().roomId(), claim.event().sender());
        return refusal.isPresent() ? refused(claim, refusal.get()) : new Decoded.Ok<>(claim);
    }

    /** @return the invite, unless there is no such user or the user does not want it; may block for a bounded time */
    public Decoded<Permitted> byUser(InviteClaim claim) {
        return switch (users.standing(claim.invited())) {
            case TAKES_INVITES -> byFilter(claim);
            case BLOCKS_INVITES -> refused(claim, Refusal.USER_TAKES_NONE);
            case UNKNOWN -> refused(403, MatrixErrorCode.FORBIDDEN, "There is no such user");
            case NOT_KNOWN_YET ->
                refused(UNAVAILABLE, MatrixErrorCode.UNKNOWN, "It is not known yet whether the user exists");
        };
    }

    private Decoded<Permitted> byFilter(InviteClaim claim) {
        return switch (users.filter(claim.invited(), claim.event().sender())) {
            case SHOWN -> new Decoded.Ok<>(new Permitted(claim, false));
            case HIDDEN -> new Decoded.Ok<>(new Permitted(claim, true));
            case REFUSED -> refused(claim, new Refusal(RefusalKind.USER_FILTER, ""));
        };
    }

    private <T> Decoded<T> refused(InviteClaim claim, Refusal refusal) {
        MatrixError error = refusal.toError();
        refusals.append(InviteRefusal.newBuilder()
                .setRoomId(claim.event().roomId().value())
                .setUserId(claim.invited().value())
                .setEventId(claim.event().eventId().value())
                .setSender(claim.event().sender().value())
                .setKind(refusal.kind())
                .setRule(refusal.rule())
                .setErrcode(error.errcode().value())
                .setRefusedAt(clock.millis())
                .build());
        return new Decoded.Refused<>(error);
    }

    private static <T> Decoded<T> refused(int status, MatrixErrorCode errcode, String message) {
        return new Decoded.Refused<>(MatrixError.of(status, errcode, message));
    }
}
