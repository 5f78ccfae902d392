package io.vestibule.ingress.gate;

import io.vestibule.ingress.check.InviteClaim;
import io.vestibule.ingress.check.InviteRequest;
import io.vestibule.kit.config.StrangerLimits;
import io.vestibule.kit.http.Occupancy;
import io.vestibule.kit.metrics.Limit;
import io.vestibule.matrix.api.Decoded;
import io.vestibule.matrix.api.MatrixError;
import io.vestibule.matrix.api.MatrixErrorCode;
import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Bounds what strangers can make ingress hold and do; see the package for when each is asked. Thread-safe. */
public final class Gate {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final StrangerLimits.Content content;
    private final InviteRates rates;
    private final Occupancy<ServerName> origins;
    private final Consumer<Limit> reached;

    /**
     * @param limits the bounds
     * @param rates how often invites may come
     * @param reached hears of every limit that is reached
     */
    public Gate(StrangerLimits limits, InviteRates rates, Consumer<Limit> reached) {
        this.content = limits.content();
        this.rates = rates;
        this.origins = new Occupancy<>(limits.rates().originAtOnce());
        this.reached = reached;
    }

    /** @return how deep a body may be nested */
    public int jsonDepth() {
        return content.jsonDepth();
    }

    /** Notes that a body was nested too deeply. */
    public void tooDeep() {
        reached.accept(Limit.JSON_DEPTH);
    }

    /** @return the request with no more {@code via} than is kept, or the refusal of too many entries of state */
    public Decoded<InviteRequest> measured(InviteRequest request) {
        if (entries(request.companions()) > content.stateEntries()) {
            reached.accept(Limit.STATE_ENTRIES);
            return new Decoded.Refused<>(MatrixError.of(
                    400,
                    MatrixErrorCode.INVALID_PARAM,
                    "invite_room_state or state has more than " + content.stateEntries() + " entries"));
        }
        if (request.companions().via().size() <= content.via()) {
            return new Decoded.Ok<>(request);
        }
        reached.accept(Limit.VIA);
        return new Decoded.Ok<>(request.withVia(content.via()));
    }

    /** The create event is an entry of {@code state}, too. */
    private static int entries(InviteRequest.Companions companions) {
        int state = companions.state() == null ? 0 : companions.state().others() + 1;
        return Math.max(state, companions.inviteRoomState().size());
    }

    /**
     * Does something that may wait for the keys of a server, if not too much waits for them already. The server is what the
     * request says, so it says nothing about who is to blame: what waits for known keys does not wait.
     */
    public <T> Decoded<T> inTurn(ServerName origin, Supplier<Decoded<T>> work) {
        if (!origins.enter(origin)) {
            return exceeded(new InviteRates.Exceeded(Limit.ORIGIN_IN_FLIGHT, SOON));
        }
        try {
            return work.get();
        } finally {
            origins.leave(origin);
        }
    }

    /** @return the claim of an authenticated origin, or 429 with the limiter's name */
    public Decoded<InviteClaim> paced(InviteClaim claim) {
        return rates.take(claim.event().sender(), claim.invited())
                .<Decoded<InviteClaim>>map(this::exceeded)
                .orElseGet(() -> new Decoded.Ok<>(claim));
    }

    private <T> Decoded<T> exceeded(InviteRates.Exceeded exceeded) {
        reached.accept(exceeded.limit());
        return new Decoded.Refused<>(MatrixError.limitExceeded(
                exceeded.retryAfter(), exceeded.limit().label()));
    }
}
