package io.vestibule.ingress;

import io.vestibule.ingress.append.Appended;
import io.vestibule.ingress.append.InviteLog;
import io.vestibule.ingress.check.CheckedState;
import io.vestibule.ingress.check.Finding;
import io.vestibule.ingress.check.Hosting;
import io.vestibule.ingress.check.InviteClaim;
import io.vestibule.ingress.check.InviteVerifier;
import io.vestibule.ingress.check.SignedInvite;
import io.vestibule.ingress.check.StateChecker;
import io.vestibule.ingress.gate.Gate;
import io.vestibule.ingress.policy.Permits;
import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.kit.http.HttpRequest;
import io.vestibule.kit.log.LogKeys;
import io.vestibule.kit.trace.OpenSpan;
import io.vestibule.matrix.api.Body;
import io.vestibule.matrix.api.Decoded;
import io.vestibule.matrix.api.MatrixError;
import io.vestibule.matrix.api.MatrixErrorCode;
import io.vestibule.matrix.api.PathParameters;
import io.vestibule.matrix.api.RequestTarget;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.xmatrix.XMatrixHeaders;
import io.vestibule.matrix.xmatrix.XMatrixMessage;
import io.vestibule.matrix.xmatrix.XMatrixVerdict;
import io.vestibule.matrix.xmatrix.XMatrixVerifier;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one invite from its request to its answer: read, authenticate, verify, check the user, check the state, sign,
 * append, answer. Blocks for keys, so it belongs on a virtual thread. Thread-safe.
 */
final class InviteReception {

    private static final Logger log = LoggerFactory.getLogger(InviteReception.class);

    /**
     * The checks, in the order in which they are made.
     *
     * @param hosting whom invites are taken for
     * @param gate bounds what strangers may do
     * @param requests authenticates callers
     * @param events verifies invites
     * @param permits says whose invites are signed, and for whom
     * @param states checks stripped state
     */
    record Checks(
            Hosting hosting,
            Gate gate,
            XMatrixVerifier requests,
            InviteVerifier events,
            Permits permits,
            StateChecker states) {}

    private final Checks checks;
    private final EventSigner signer;
    private final InviteLog invites;
    private final InstantSource clock;
    private final InviteMetrics metrics;
    private final InviteTraces traces;

    /**
     * Who hears of what becomes of invites.
     *
     * @param metrics counts and times
     * @param traces draws spans
     */
    record Watch(InviteMetrics metrics, InviteTraces traces) {}

    InviteReception(Checks checks, EventSigner signer, InviteLog invites, InstantSource clock, Watch watch) {
        this.checks = checks;
        this.signer = signer;
        this.invites = invites;
        this.clock = clock;
        this.metrics = watch.metrics();
        this.traces = watch.traces();
    }

    /** One request on its way. */
    private record Arrival(InviteDoor door, PathParameters path, HttpRequest request, long nowTs) {
        List<String> authorization() {
            return request.headers("Authorization");
        }
    }

    /** A claim, the body that the caller has signed, and with what. */
    private record Claimed(InviteClaim claim, JsonObject body, XMatrixHeaders.Claims headers) {
        ServerName origin() {
            return claim.event().sender().server();
        }
    }

    CompletionStage<HttpAnswer> receive(InviteDoor door, PathParameters path, HttpRequest request) {
        Arrival arrival = new Arrival(door, path, request, clock.millis());
        InviteMetrics.Timing timing = metrics.start(door);
        return switch (admit(arrival)) {
            case Decoded.Ok<SignedInvite> admitted -> keep(arrival, admitted.value(), timing);
            case Decoded.Refused<SignedInvite> refused -> {
                traces.refused(door, request, refused.error(), arrival.nowTs());
                yield CompletableFuture.completedFuture(refusal(door, refused.error(), timing));
            }
        };
    }

    private CompletionStage<HttpAnswer> keep(Arrival arrival, SignedInvite invite, InviteMetrics.Timing timing) {
        InviteDoor door = arrival.door();
        OpenSpan span = traces.admitted(door, arrival.request(), invite, arrival.nowTs());
        return append(invite, arrival.nowTs(), span).thenApply(decoded -> switch (decoded) {
            case Decoded.Ok<SignedInvite> kept -> {
                timing.accepted();
                noteDeprecated(door, kept.value());
                InviteTraces.end(span);
                yield Answers.of(door.encoder().encode(kept.value().answer()));
            }
            case Decoded.Refused<SignedInvite> refused -> {
                InviteTraces.end(span, refused.error());
                yield refusal(door, refused.error(), timing);
            }
        });
    }

    private Decoded<SignedInvite> admit(Arrival arrival) {
        return claim(arrival)
                .then(claimed -> checks.gate().inTurn(claimed.origin(), () -> authenticate(arrival, claimed)))
                .then(checks.gate()::paced)
                .then(checks.permits()::byPolicy)
                .then(checks.events()::verify)
                .then(checks.permits()::byUser)
                .then(this::sign);
    }

    /** Everything that can be said without a key. */
    private Decoded<Claimed> claim(Arrival arrival) {
        return switch (XMatrixHeaders.read(arrival.authorization())) {
            case XMatrixHeaders.Unreadable unreadable ->
                new Decoded.Refused<>(unreadable.failure().toError());
            case XMatrixHeaders.Claims claims -> read(arrival, claims);
        };
    }

    private Decoded<Claimed> read(Arrival arrival, XMatrixHeaders.Claims headers) {
        ServerName origin = headers.credentials().getFirst().origin();
        return Body.parse(arrival.request().body(), checks.gate().jsonDepth(), checks.gate()::tooDeep)
                .then(body -> arrival.door()
                        .decoder()
                        .decode(arrival.path(), body)
                        .then(checks.gate()::measured)
                        .then(request -> InviteClaim.read(request, origin, checks.hosting()))
                        .then(claim -> new Decoded.Ok<>(new Claimed(claim, body, headers))));
    }

    private Decoded<InviteClaim> authenticate(Arrival arrival, Claimed claimed) {
        HttpRequest request = arrival.request();
        XMatrixMessage message =
                XMatrixMessage.of(request.method(), new RequestTarget(request.target()), claimed.body());
        return switch (checks.requests().verify(message, claimed.headers(), arrival.nowTs())) {
            case XMatrixVerdict.Authenticated known -> new Decoded.Ok<>(claimed.claim());
            case XMatrixVerdict.Refused refused ->
                new Decoded.Refused<>(refused.failure().toError());
        };
    }

    private Decoded<SignedInvite> sign(Permits.Permitted permitted) {
        InviteClaim claim = permitted.claim();
        return checks.states().check(claim).then(state -> {
            report(claim, state);
            return SignedInvite.sign(claim, state, signer, permitted.hidden());
        });
    }

    private void report(InviteClaim claim, CheckedState state) {
        for (Finding finding : state.findings()) {
            metrics.found(checks.states().level(claim), finding);
            if (log.isDebugEnabled()) {
                log.atDebug()
                        .addKeyValue(LogKeys.ORIGIN, claim.event().sender().server())
                        .addKeyValue(LogKeys.EVENT_ID, claim.event().eventId())
                        .addKeyValue(LogKeys.REASON, finding.detail())
                        .log("stripped state falls short of MSC4311");
            }
        }
    }

    private CompletionStage<Decoded<SignedInvite>> append(SignedInvite invite, long nowTs, OpenSpan request) {
        InviteMetrics.Appending appending = metrics.appending();
        OpenSpan sending = traces.appending(request);
        return invites.append(invite.toRecord(nowTs), sending.header()).thenApply(appended -> {
            appending.done();
            sending.end();
            return switch (appended) {
                case Appended.Acknowledged acknowledged -> new Decoded.Ok<>(invite);
                case Appended.TooLarge tooLarge ->
                    refused(413, MatrixErrorCode.TOO_LARGE, "The invite and its state are too large");
                case Appended.Unavailable unavailable ->
                    new Decoded.Refused<>(Answers.unavailable("The invite could not be kept, please try again"));
            };
        });
    }

    private static void noteDeprecated(InviteDoor door, SignedInvite invite) {
        if (door.deprecated()) {
            log.atInfo()
                    .addKeyValue(LogKeys.ENDPOINT, door.label())
                    .addKeyValue(LogKeys.ORIGIN, invite.event().sender().server())
                    .log("an invite came through an endpoint that MSC4329 deprecates");
        }
    }

    private HttpAnswer refusal(InviteDoor door, MatrixError error, InviteMetrics.Timing timing) {
        timing.refused(error);
        log.atDebug()
                .addKeyValue(LogKeys.ENDPOINT, door.label())
                .addKeyValue(LogKeys.OUTCOME, error.errcode())
                .addKeyValue(LogKeys.REASON, error.message())
                .log("invite refused");
        return Answers.of(error);
    }

    private static <T> Decoded<T> refused(int status, MatrixErrorCode errcode, String message) {
        return new Decoded.Refused<>(MatrixError.of(status, errcode, message));
    }
}
