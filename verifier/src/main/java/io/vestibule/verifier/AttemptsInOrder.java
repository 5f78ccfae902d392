package io.vestibule.verifier;

import io.vestibule.schemas.Candidate;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.PrepareMembership;
import io.vestibule.schemas.RemoteLeavePlan;
import io.vestibule.schemas.SubmitMembership;
import io.vestibule.schemas.WorkAnswered;
import io.vestibule.schemas.WorkOrdered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Servers are asked in the order of MSC4125: what a walk is ordered to do is what a plain reading of the ledger before it gives, what
 * was done begins with that and stops at a 403, and peers are asked for nothing that no walk names them for.
 */
final class AttemptsInOrder extends Check {

    static final String NAME = "attempts in the order of MSC4125";

    private static final int MOST_IN_THE_BACKGROUND = 3;

    private final Map<String, NaiveRoom> rooms = new HashMap<>();
    private final Map<RoomUser, Walker> walkers = new HashMap<>();

    AttemptsInOrder(Terms terms) {
        super(NAME, terms);
    }

    @Override
    void fact(LogEntry<LedgerEvent> entry, LedgerEvent event) {
        NaiveRoom room = rooms.computeIfAbsent(event.getRoomId(), fresh -> new NaiveRoom());
        if (event.getUserId().isEmpty()) {
            if (event.getRoomFactsSeen() != null) {
                room.seen(event.getRoomFactsSeen());
            } else if (event.getRoutesForgotten() != null) {
                room.forget(event.getRoutesForgotten().getBefore());
            }
            return;
        }
        RoomUser whose = RoomUser.of(event);
        Walker walker = walkers.computeIfAbsent(whose, fresh -> new Walker());
        Case its = new Case(entry.place(), whose, room, walker);
        switch (event.getType()) {
            case INVITE_RECORDED ->
                invited(its, event, part(event.getInviteRecorded(), event).getInvite());
            case INVITE_FORGOTTEN, USER_FORGOTTEN -> walker.own = null;
            case MEMBERSHIP_SEEN -> {
                if (part(event.getMembershipSeen(), event).getMembership() == Membership.KNOCK) {
                    walker.own = null;
                }
            }
            case OPERATION_STARTED ->
                walker.begin(part(event.getOperationStarted(), event).getOwnInviteOnly());
            case LEFT -> plan(its, part(event.getLeft(), event).getRemote());
            case REMOTE_LEAVE_RETRIED ->
                plan(its, part(event.getRemoteLeaveRetried(), event).getPlan());
            case REMOTE_LEAVE_RESTING -> {
                walker.open.clear();
                walker.round(names(
                        part(event.getRemoteLeaveResting(), event).getPlan().getServers()));
            }
            case WORK_ORDERED -> ordered(its, part(event.getWorkOrdered(), event));
            case WORK_ANSWERED -> answered(its, part(event.getWorkAnswered(), event));
            case WORK_UNANSWERED ->
                walker.open.remove(part(event.getWorkUnanswered(), event).getOrderId());
            default -> {}
        }
    }

    /** Where a fact stands, and what is known of its room and user. */
    private record Case(Place place, RoomUser whose, NaiveRoom room, Walker walker) {

        String us() {
            return NaiveRoom.server(whose.user());
        }
    }

    private void invited(Case its, LedgerEvent event, InviteReceived invite) {
        NaiveRoom.Invite naive = NaiveRoom.Invite.of(invite, event.getDecidedAt());
        its.room().invited(naive);
        its.walker().own = naive;
    }

    private void ordered(Case its, WorkOrdered ordered) {
        PrepareMembership prepare = ordered.getOrder().getPrepare();
        SubmitMembership submit = ordered.getOrder().getSubmit();
        Walker walker = its.walker();
        String order = ordered.getOrder().getOrderId();
        if (prepare != null) {
            List<String> servers = names(prepare.getCandidates());
            if (ordered.getAgain()) {
                walker.next = Walker.Next.WHOLE;
            }
            judgeWalk(its, servers);
            walker.walks(order, servers);
        } else if (submit != null) {
            List<String> servers = names(ordered.getCandidates());
            if (walker.next == Walker.Next.WHOLE) {
                judgeWhole(its, servers);
            }
            walker.sends(order, submit.getServer(), servers);
        }
    }

    private static List<String> names(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::getServer).toList();
    }

    private void judgeWalk(Case its, List<String> servers) {
        switch (its.walker().next) {
            case WHOLE -> judgeWhole(its, servers);
            case PLAN -> judgeSame(its, its.room().permitted(its.walker().plan), servers);
            case REST -> judgeRest(its, servers);
        }
    }

    private List<String> naive(Case its) {
        NaiveRoom.Invite own = its.walker().own;
        boolean lastResort = terms().bounds().lastResort();
        return own != null && its.walker().ownOnly
                ? its.room().orderOfOwn(own, lastResort, its.us())
                : its.room().order(own, lastResort, its.us());
    }

    private void judgeWhole(Case its, List<String> servers) {
        List<String> naive = naive(its);
        if (!terms().isLedgerCut()) {
            judgeSame(its, naive, servers);
        } else if (!naive.isEmpty()) {
            // Older invites are gone from the ledger: what it still has must be in order all the same.
            judgeSame(its, common(naive, servers), common(servers, naive));
        } else {
            notJudged();
        }
    }

    private static List<String> common(List<String> ordered, List<String> others) {
        return ordered.stream().filter(others::contains).toList();
    }

    private void judgeRest(Case its, List<String> servers) {
        Walker walker = its.walker();
        if (walker.before.isEmpty()) {
            notJudged(); // the walk began before the ledger does
        } else if (walker.sent) {
            List<String> behind = walker.behindFailed();
            List<String> seen = servers.subList(0, Math.min(behind.size(), servers.size()));
            List<String> more = servers.subList(seen.size(), servers.size());
            boolean patient =
                    more.stream().allMatch(server -> walker.before.contains(server) && walker.askedForPatience(server));
            judge(behind.equals(seen) && patient, its, "then " + behind + " and who asked for patience", servers);
        } else {
            judgeSame(its, walker.unheard(), servers);
        }
    }

    private void judgeSame(Case its, List<String> expected, List<String> seen) {
        judge(expected.equals(seen), its, "a walk over " + expected, seen);
    }

    private void judge(boolean kept, Case its, String expected, List<String> seen) {
        judge(kept, its.place(), its.whose(), expected, String.valueOf(seen));
    }

    private void plan(Case its, @Nullable RemoteLeavePlan plan) {
        if (plan == null) {
            its.walker().round(List.of());
            return;
        }
        List<String> servers = names(plan.getServers());
        its.walker().round(servers);
        NaiveRoom.Invite own = its.walker().own;
        if (own == null || terms().isLedgerCut()) {
            notJudged();
            return;
        }
        List<String> others = without(servers, own.sender());
        List<String> ofRoom = without(its.room().order(own, true, its.us()), own.sender());
        List<String> ofOwn = without(its.room().orderOfOwn(own, true, its.us()), own.sender());
        boolean inOrder = others.equals(common(ofRoom, others)) || others.equals(common(ofOwn, others));
        judge(
                servers.size() <= MOST_IN_THE_BACKGROUND && inOrder,
                its,
                "at most " + MOST_IN_THE_BACKGROUND + " of " + ofRoom + " in their order, and " + own.sender(),
                servers);
    }

    private static List<String> without(List<String> servers, String one) {
        List<String> rest = new ArrayList<>(servers);
        rest.removeIf(server -> Objects.equals(server, one));
        return rest;
    }

    private void answered(Case its, WorkAnswered answered) {
        List<String> servers =
                its.walker().answered(answered.getOrderId(), answered.getServer(), answered.getAttempts());
        if (servers.isEmpty()) {
            return;
        }
        judged();
        for (Attempts.Flaw flaw : new Attempts(servers, answered).flaws()) {
            violated(its.place(), its.whose(), flaw.expected(), flaw.seen());
        }
    }

    @Override
    void request(Place place, PeerRequest request) {
        boolean makes = request.endpoint() == PeerRequest.Endpoint.MAKE_JOIN
                || request.endpoint() == PeerRequest.Endpoint.MAKE_LEAVE;
        if (!makes || request.side() != PeerRequest.Side.VESTIBULE_ASKED) {
            return;
        }
        RoomUser whose = new RoomUser(request.roomId(), request.userId());
        Walker walker = walkers.get(whose);
        if (terms().isYoung(request.at()) || terms().isLedgerCut()) {
            notJudged();
        } else {
            judge(
                    walker != null && walker.asked.contains(request.peer()),
                    place,
                    whose,
                    "a walk that names " + request.peer(),
                    "it was asked for " + request.endpoint() + " without one");
        }
    }
}
