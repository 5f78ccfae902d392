package io.vestibule.worker.invite;

import io.vestibule.kit.lanes.Ticket;
import io.vestibule.matrix.api.ApiResponse;
import io.vestibule.matrix.federation.client.FederationResponse;
import io.vestibule.matrix.federation.client.FederationResult;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.worker.handshake.Peers;
import io.vestibule.worker.order.Answer;
import io.vestibule.worker.order.CandidateOrigin;
import io.vestibule.worker.order.Order;
import io.vestibule.worker.order.Tried;
import io.vestibule.worker.walk.ServerHealth;
import io.vestibule.worker.walk.ServerOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Sends a prepared invite once: invite-with-auth where it is wanted, then version 2, then version 1 for the room versions that it
 * can carry. The next version is tried only when a server does not know the one before; any other answer stands, and silence is
 * to be settled by the same version again, which is the topology's to order. Thread-safe.
 */
public final class InviteSending {

    /**
     * What it works with.
     *
     * @param caller makes the calls
     * @param envelopes how invites are wrapped
     * @param answers checks what comes back
     * @param memory who does not know invite-with-auth
     * @param health takes note of who is silent
     */
    public record Tools(
            Caller caller, Envelopes envelopes, SignedAnswer answers, AuthMemory memory, ServerHealth health) {}

    private final Tools tools;
    private final Duration budget;
    private final InstantSource clock;

    /** @param budget how long one call may take */
    public InviteSending(Tools tools, Duration budget, InstantSource clock) {
        this.tools = tools;
        this.budget = budget;
        this.clock = clock;
    }

    /**
     * @param ticket told before the first byte can leave
     * @return what became of it, with every call
     * @throws InterruptedException if the order was cancelled before its first call, or the process stops
     */
    public Answer.Reported send(Order.SendInvite order, Ticket ticket) throws InterruptedException {
        Run run = new Run(order);
        if (clock.millis() >= order.head().notAfter()) {
            return Answer.Reported.without(
                    ticket.mayBeRepeated()
                            ? run.unanswered(order.endpoint(), "too late; an earlier try may have been made")
                            : new Answer.Expired());
        }
        ticket.passPointOfNoReturn();
        Answer answer = run.tryVersions();
        return new Answer.Reported(answer, run.tried);
    }

    /** One order's calls. */
    private final class Run {
        private final Order.SendInvite order;
        private final ServerName server;
        private final List<Tried> tried = new ArrayList<>();
        private long startedAt = clock.millis();

        Run(Order.SendInvite order) {
            this.order = order;
            this.server = order.head().user().server();
        }

        Answer tryVersions() throws InterruptedException {
            Deque<InviteEndpoint> versions = versions();
            while (true) {
                InviteEndpoint version = versions.removeFirst();
                FederationResult<FederationResponse> result =
                        tools.caller().call(server, tools.envelopes().encode(order, version), budget);
                if (!isUnknown(result)) {
                    noteKnown(version, result);
                    return settled(version, result);
                }
                noteUnknown(version, result);
                if (versions.isEmpty()) {
                    return noneKnown();
                }
                if (clock.millis() >= order.head().notAfter()) {
                    return new Answer.Exhausted("time was up before an older version of the endpoint could be tried");
                }
            }
        }

        /** An endpoint that had no answer before is called again; only its own word that it is unknown leads further. */
        private Deque<InviteEndpoint> versions() {
            boolean version1 = Envelopes.hasVersion1(order.head().rules());
            boolean withAuth = tools.envelopes().withAuth().isPresent()
                    && !version1
                    && tools.memory().mayKnow(server, clock.millis());
            Deque<InviteEndpoint> versions = new ArrayDeque<>();
            if (order.endpoint() == InviteEndpoint.MSC4329
                    || (order.endpoint() == InviteEndpoint.UNKNOWN && withAuth)) {
                versions.add(InviteEndpoint.MSC4329);
            }
            if (order.endpoint() != InviteEndpoint.V1) {
                versions.add(InviteEndpoint.V2);
            }
            if (version1) {
                versions.add(InviteEndpoint.V1);
            }
            return versions;
        }

        private static boolean isUnknown(FederationResult<FederationResponse> result) {
            return result instanceof FederationResult.Answered<FederationResponse> answered
                    && Peers.error(answered.response()).isEndpointUnknown();
        }

        private void noteUnknown(InviteEndpoint version, FederationResult<FederationResponse> result) {
            if (version == InviteEndpoint.MSC4329) {
                tools.memory().unknownAt(server, clock.millis());
            }
            outcome(result);
        }

        private void noteKnown(InviteEndpoint version, FederationResult<FederationResponse> result) {
            if (version == InviteEndpoint.MSC4329 && result instanceof FederationResult.Answered) {
                tools.memory().knownAt(server);
            }
        }

        private Answer settled(InviteEndpoint version, FederationResult<FederationResponse> result)
                throws InterruptedException {
            if (result instanceof FederationResult.Answered<FederationResponse> answered
                    && answered.response().status() == ServerOutcome.OK) {
                return accepted(version, answered.response());
            }
            ServerOutcome outcome = outcome(result);
            return Wording.of(server, outcome, unanswered(version, outcome.detail()));
        }

        private Answer accepted(InviteEndpoint version, FederationResponse response) throws InterruptedException {
            ApiResponse whole = new ApiResponse(response.status(), response.body());
            return switch (Envelopes.read(whole, version)) {
                case io.vestibule.matrix.api.Answer.Success<JsonObject> success -> checked(version, success.value());
                case io.vestibule.matrix.api.Answer.Malformed<JsonObject> malformed -> bad(malformed.why());
                case io.vestibule.matrix.api.Answer.Failed<JsonObject> failed ->
                    throw new IllegalStateException("a 200 is no failure");
            };
        }

        private Answer checked(InviteEndpoint version, JsonObject returned) throws InterruptedException {
            return switch (tools.answers().check(order.event(), returned, server)) {
                case SignedAnswer.Verdict.Good good -> {
                    note(new ServerOutcome.Succeeded(ServerOutcome.OK));
                    yield new Answer.Invited(good.merged(), server);
                }
                case SignedAnswer.Verdict.Bad bad -> bad(bad.why());
                case SignedAnswer.Verdict.Unknown unknown -> {
                    note(new ServerOutcome.BadAnswer(ServerOutcome.OK, unknown.why()));
                    yield unanswered(version, unknown.why());
                }
            };
        }

        private Answer bad(String why) {
            note(new ServerOutcome.BadAnswer(ServerOutcome.OK, why));
            return new Answer.Declined(server, Answer.Declined.Kind.BAD_ANSWER, why);
        }

        private Answer noneKnown() {
            return Envelopes.hasVersion1(order.head().rules())
                    ? new Answer.Declined(
                            server, Answer.Declined.Kind.REFUSED, "the server knows no version of the invite endpoint")
                    : new Answer.Declined(
                            server,
                            Answer.Declined.Kind.INCOMPATIBLE_VERSION,
                            "the server does not know version 2 of the invite endpoint, without which it cannot be"
                                    + " invited to rooms of this version");
        }

        private Answer unanswered(InviteEndpoint version, String why) {
            return new Answer.InviteUnanswered(server, version, why);
        }

        private ServerOutcome outcome(FederationResult<FederationResponse> result) {
            return note(Peers.outcome(result));
        }

        private ServerOutcome note(ServerOutcome outcome) {
            long now = clock.millis();
            tools.health().note(server, outcome, now);
            Tried.Time time = new Tried.Time(startedAt, Math.max(0, now - startedAt));
            tried.add(new Tried(server, Tried.Step.INVITE, outcome, time, CandidateOrigin.NONE));
            startedAt = now;
            return outcome;
        }
    }
}
