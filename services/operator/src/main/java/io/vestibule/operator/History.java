package io.vestibule.operator;

import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LeftRoom;
import io.vestibule.schemas.MemberEvent;
import io.vestibule.schemas.OutboundAnswered;
import io.vestibule.schemas.OutboundCommand;
import io.vestibule.schemas.Restated;
import io.vestibule.schemas.WorkOrder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** From ledger events to history entries. */
public final class History {

    private History() {}

    /** @return the events of this user, oldest first, each as an entry */
    public static List<HistoryEntry> of(List<LedgerEvent> ledger, String user) {
        return ledger.stream()
                .filter(event -> event.getUserId().equals(user))
                .map(History::entry)
                .toList();
    }

    /** @return one event as an entry */
    public static HistoryEntry entry(LedgerEvent event) {
        DetailList details = new DetailList();
        describe(event, details);
        return new HistoryEntry(
                Instant.ofEpochMilli(event.getDecidedAt()), event.getType().name(), details.list());
    }

    // One case per kind of event, and nothing else: the length is that of the ledger.
    private static void describe(LedgerEvent event, DetailList to) {
        switch (event.getType()) {
            case INVITE_RECORDED ->
                invite(Objects.requireNonNull(event.getInviteRecorded()).getInvite(), to);
            case INVITE_REFUSED -> {
                var refused = Objects.requireNonNull(event.getInviteRefused());
                to.add("event_id", refused.getEventId()).add("reason", refused.getReason());
            }
            case INVITE_RETRACTED -> {
                var retracted = Objects.requireNonNull(event.getInviteRetracted());
                member(retracted.getEvent(), to)
                        .add("membership", retracted.getMembership())
                        .add("sender", retracted.getSender())
                        .add("reason", retracted.getReason());
            }
            case RETRACTION_SUSPECTED -> {
                var suspected = Objects.requireNonNull(event.getRetractionSuspected());
                to.add("membership", suspected.getMembership()).add("sender", suspected.getSender());
            }
            case OPERATION_STARTED -> {
                var started = Objects.requireNonNull(event.getOperationStarted());
                to.add("kind", started.getKind())
                        .add("command_id", started.getCommand().getCommandId());
            }
            case COMMAND_ATTACHED ->
                to.add(
                        "command_id",
                        Objects.requireNonNull(event.getCommandAttached())
                                .getCommand()
                                .getCommandId());
            case COMMAND_DEFERRED ->
                to.add(
                        "command_id",
                        Objects.requireNonNull(event.getCommandDeferred())
                                .getCommand()
                                .getCommandId());
            case JOIN_QUEUED ->
                time("until", Objects.requireNonNull(event.getJoinQueued()).getUntil(), to);
            case OPERATION_ENDED ->
                to.add(
                        "outcome",
                        Objects.requireNonNull(event.getOperationEnded()).getOutcome());
            case OUTBOUND_STARTED ->
                outbound(Objects.requireNonNull(event.getOutboundStarted()).getCommand(), to);
            case OUTBOUND_QUEUED ->
                outbound(Objects.requireNonNull(event.getOutboundQueued()).getCommand(), to);
            case OUTBOUND_ATTACHED ->
                to.add(
                        "command_id",
                        Objects.requireNonNull(event.getOutboundAttached())
                                .getCommand()
                                .getCommandId());
            case OUTBOUND_ANSWERED -> outboundAnswer(Objects.requireNonNull(event.getOutboundAnswered()), to);
            case OUTBOUND_RESTING -> {
                var resting = Objects.requireNonNull(event.getOutboundResting());
                to.add("round", Integer.toString(resting.getRound()));
                time("until", resting.getUntil(), to);
            }
            case OUTBOUND_ENDED ->
                to.add(
                        "outcome",
                        Objects.requireNonNull(event.getOutboundEnded()).getOutcome());
            case COMMAND_CONCLUDED -> {
                var outcome =
                        Objects.requireNonNull(event.getCommandConcluded()).getOutcome();
                to.add("command_id", outcome.getCommandId())
                        .add("outcome", outcome.getOutcome())
                        .add("detail", outcome.getDetail())
                        .add("refused_by", outcome.getRefusedBy());
            }
            case WORK_ORDERED ->
                order(Objects.requireNonNull(event.getWorkOrdered()).getOrder(), to);
            case WORK_ANSWERED -> {
                var answered = Objects.requireNonNull(event.getWorkAnswered());
                to.add("order_id", answered.getOrderId())
                        .add("result", answered.getType())
                        .add("server", answered.getServer())
                        .attempts(answered.getAttempts())
                        .add("detail", answered.getDetail());
            }
            case WORK_UNANSWERED ->
                to.add(
                        "order_id",
                        Objects.requireNonNull(event.getWorkUnanswered()).getOrderId());
            case LEAVE_SIGNED ->
                member(Objects.requireNonNull(event.getLeaveSigned()).getEvent(), to);
            case JOINED -> {
                var joined = Objects.requireNonNull(event.getJoined());
                member(joined.getEvent(), to)
                        .add("answered_by", joined.getAnsweredBy())
                        .add("import_id", joined.getImportId());
            }
            case LEFT -> left(Objects.requireNonNull(event.getLeft()), to);
            case REMOTE_LEAVE_RETRIED ->
                to.add(
                        "command_id",
                        Objects.requireNonNull(event.getRemoteLeaveRetried())
                                .getCommand()
                                .getCommandId());
            case REMOTE_LEAVE_RESTING -> {
                var resting = Objects.requireNonNull(event.getRemoteLeaveResting());
                to.add("round", Integer.toString(resting.getRound()));
                time("until", resting.getUntil(), to);
            }
            case REMOTE_LEAVE_CONFIRMED -> {
                var confirmed = Objects.requireNonNull(event.getRemoteLeaveConfirmed());
                member(confirmed.getEvent(), to).add("server", confirmed.getServer());
            }
            case REMOTE_LEAVE_ENDED ->
                to.add(
                        "reason",
                        Objects.requireNonNull(event.getRemoteLeaveEnded()).getReason());
            case CLAIM_REMEMBERED -> {
                var claim = Objects.requireNonNull(event.getClaimRemembered());
                to.add("membership", claim.getMembership()).add("sender", claim.getSender());
            }
            case CLAIM_DROPPED ->
                to.add("reason", Objects.requireNonNull(event.getClaimDropped()).getReason());
            case MEMBERSHIP_SEEN -> {
                var seen = Objects.requireNonNull(event.getMembershipSeen());
                to.add("membership", seen.getMembership()).add("event_id", seen.getEventId());
            }
            case SERVERS_DENIED ->
                to.servers(Objects.requireNonNull(event.getServersDenied()).getServers());
            case LEAVE_SIGNING_RESTING ->
                time(
                        "until",
                        Objects.requireNonNull(event.getLeaveSigningResting()).getUntil(),
                        to);
            case MEMBERSHIP_REMEMBERED -> {
                var word = Objects.requireNonNull(event.getMembershipRemembered());
                to.add("membership", word.getMembership()).add("event_id", word.getEventId());
            }
            case MEMBERSHIP_DROPPED ->
                to.add(
                        "event_id",
                        Objects.requireNonNull(event.getMembershipDropped()).getEventId());
            case USER_FORGOTTEN -> {
                var forgotten = Objects.requireNonNull(event.getUserForgotten());
                to.flag("invite", forgotten.getInvite()).add("outcomes", Integer.toString(forgotten.getOutcomes()));
            }
            case ROUTES_FORGOTTEN ->
                time(
                        "before",
                        Objects.requireNonNull(event.getRoutesForgotten()).getBefore(),
                        to);
            case RESTATED -> restated(Objects.requireNonNull(event.getRestated()), to);
            case INVITE_FORGOTTEN, ROOM_FACTS_SEEN, UNKNOWN -> {}
        }
    }

    private static void restated(Restated restated, DetailList to) {
        var invite = restated.getInvite();
        if (invite != null) {
            to.add("state", invite.getState());
        }
        var outbound = restated.getOutbound();
        if (outbound != null) {
            outbound(outbound.getCommand(), to);
        }
    }

    private static void invite(InviteReceived invite, DetailList to) {
        to.add("event_id", invite.getEventId())
                .add("sender", invite.getSender())
                .add("room_version", invite.getRoomVersion())
                .add("endpoint", invite.getEndpoint())
                .names("via", invite.getVia());
    }

    private static void outbound(OutboundCommand command, DetailList to) {
        to.add("command", command.getCommand().getType())
                .add("command_id", command.getCommand().getCommandId())
                .add("room_version", command.getRoomVersion())
                .names("via", command.getVia());
        time("not_after", command.getNotAfter(), to);
    }

    private static void outboundAnswer(OutboundAnswered answered, DetailList to) {
        to.add("order_id", answered.getOrderId()).add("result", answered.getType());
        var prepared = answered.getPrepared();
        if (prepared != null) {
            member(prepared.getEvent(), to).names("via", prepared.getVia());
        }
        to.attempts(answered.getAttempts()).add("detail", answered.getDetail());
    }

    private static void order(WorkOrder order, DetailList to) {
        to.add("type", order.getType()).add("order_id", order.getOrderId());
        var prepare = order.getPrepare();
        if (prepare != null) {
            to.servers(prepare.getCandidates());
        }
        var submit = order.getSubmit();
        if (submit != null) {
            to.add("server", submit.getServer()).add("event_id", submit.getEventId());
        }
    }

    private static void left(LeftRoom left, DetailList to) {
        MemberEvent event = left.getEvent();
        if (event != null) {
            member(event, to);
        }
        to.flag("out_of_band", left.getOutOfBand())
                .add("confirmed_by", left.getConfirmedBy())
                .add("reason", left.getReason());
        var remote = left.getRemote();
        if (remote != null) {
            to.names(
                    "to_be_told",
                    remote.getServers().stream()
                            .map(server -> server.getServer())
                            .toList());
        }
    }

    private static DetailList member(MemberEvent event, DetailList to) {
        return to.add("event_id", event.getEventId());
    }

    private static void time(String name, long millis, DetailList to) {
        to.add(name, Instant.ofEpochMilli(millis).toString());
    }
}
