package io.vestibule.matrix.federation.client;

import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.discovery.Target;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tries the targets of one server until one accepts a connection, and then talks to that one alone: once bytes of the
 * request have left, another target could act on it a second time.
 *
 * <p>Each target gets its share of the time that is left, so that one which swallows packets leaves some for the others.
 * A connection that had carried a request before and breaks without an answer is no verdict, because servers close idle
 * connections whenever they like: the request, idempotent as all of the federation API, is sent once more on a new one.
 */
final class TargetWalk {

    private static final int MOST_RESENDS = 2;

    private final HttpsTransport transport;
    private final Duration connectTime;

    TargetWalk(HttpsTransport transport, Duration connectTime) {
        this.transport = transport;
        this.connectTime = connectTime;
    }

    /** @param toExchange the request as it goes to a target with the given authority */
    FederationResult<StreamedResponse> send(
            List<Target> targets, Function<String, Exchange> toExchange, CallLimits limits)
            throws InterruptedException {
        @Nullable FederationFailure obstacle = null;
        for (int i = 0; i < targets.size() && !limits.deadline().hasPassed(); i++) {
            Target target = targets.get(i);
            Duration share = limits.deadline().remaining().dividedBy(targets.size() - i);
            Deadline patience = limits.deadline().within(share).within(connectTime);
            switch (transport.connect(target, patience)) {
                case Connection.None none -> obstacle = moreTelling(obstacle, none.failure());
                case Connection.Ready ready -> {
                    return converse(ready, target, toExchange.apply(target.authority()), limits);
                }
            }
        }
        return failed(
                obstacle == null || limits.deadline().hasPassed()
                        ? new FederationFailure.TimedOut("connecting", false)
                        : obstacle);
    }

    private FederationResult<StreamedResponse> converse(
            Connection.Ready first, Target target, Exchange exchange, CallLimits limits) throws InterruptedException {
        Connection.Ready ready = first;
        for (int resends = 0; ; resends++) {
            FederationResult<StreamedResponse> result = exchange.on(ready.request(), limits);
            boolean stale = ready.used()
                    && resends < MOST_RESENDS
                    && result instanceof FederationResult.Failed<StreamedResponse> failed
                    && failed.failure() instanceof FederationFailure.ConnectionLost;
            if (!stale
                    || !(transport.connect(target, limits.deadline().within(connectTime))
                            instanceof Connection.Ready next)) {
                return result;
            }
            ready = next;
        }
    }

    /** Somebody was there, but not who it should be: that tells more than silence at another address. */
    private static FederationFailure moreTelling(@Nullable FederationFailure before, FederationFailure now) {
        return before instanceof FederationFailure.TlsFailed ? before : now;
    }

    private static FederationResult<StreamedResponse> failed(FederationFailure failure) {
        return new FederationResult.Failed<>(failure);
    }
}
