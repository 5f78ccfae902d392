package io.vestibule.model;

import io.vestibule.matrix.id.UserId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an input means, and nothing else does.
 *
 * <p>Pure: the same books, input and moment give the same decision. {@link #decide} reads the rules, {@link #evolve} does
 * not, so that the ledger means the same under any configuration. Stateless, thread-safe.
 */
public final class InviteDecider {

    private final Rules rules;

    /** @param rules what the deployment set */
    public InviteDecider(Rules rules) {
        this.rules = rules;
    }

    /** @return what the deployment set */
    public Rules rules() {
        return rules;
    }

    /**
     * @param books what was decided for the input's room so far
     * @param input what happened
     * @param moment when and from where
     * @return the facts and what follows from them
     * @throws IllegalStateException if the books contradict themselves, which is a bug
     */
    public Decision decide(RoomBooks books, Input input, Moment moment) {
        if (input instanceof Input.CommandReceived received) {
            Outcome known = books.outcomeOf(received.command().id());
            if (known != null) {
                return Decision.repeat(known);
            }
        }
        Draft draft = new Draft(books, input.room(), moment);
        Desk desk = new Desk(draft, rules);
        switch (input) {
            case Input.InviteReceived invite -> desk.invites().received(invite);
            case Input.CommandReceived received -> desk.commands().received(received.command());
            case Input.MembershipChanged changed -> desk.feeds().membership(changed);
            case Input.RoomFactsChanged changed -> desk.feeds().roomFacts(changed);
            case Input.PduSeen seen -> desk.claims().seen(seen);
            case Input.WorkDone done -> desk.results().received(done.result());
            case Input.TimerFired fired -> desk.timers().fired(fired.user());
            case Input.OutboundDue due -> desk.outbound().fired(due.user());
            case Input.RoomDue due -> desk.timers().roomDue();
        }
        return draft.decision();
    }

    /**
     * The way out when deciding failed for a fault of ours: the commands concerned hear {@link
     * OutcomeType#INTERNAL_ERROR} and the room goes on.
     *
     * @param books what was decided for the input's room so far
     * @param input the input that could not be decided
     * @param moment when and from where
     * @param detail what to tell the commanding user
     * @return the facts and what follows from them; nothing for inputs that nobody waits for
     */
    public Decision giveUp(RoomBooks books, Input input, Moment moment, String detail) {
        Draft draft = new Draft(books, input.room(), moment);
        Desk desk = new Desk(draft, rules);
        switch (input) {
            case Input.CommandReceived received -> desk.commands().giveUp(received.command(), detail);
            case Input.TimerFired fired -> desk.timers().giveUp(fired.user(), detail);
            case Input.OutboundDue due -> desk.outbound().giveUp(due.user(), detail);
            case Input.InviteReceived invite -> {}
            case Input.MembershipChanged changed -> {}
            case Input.RoomFactsChanged changed -> {}
            case Input.PduSeen seen -> {}
            case Input.WorkDone done -> {}
            case Input.RoomDue due -> {}
        }
        return draft.decision();
    }

    /** @return the user's record after the event, which must be of that user and room */
    public static InviteRecord evolve(InviteRecord invite, LedgerEvent event) {
        return InviteFold.apply(invite, event);
    }

    /** @return what is on its way to the user of another server after the event, which must be of that user and room */
    public static OutboundRecord evolve(OutboundRecord outbound, LedgerEvent event) {
        return OutboundFold.apply(outbound, event);
    }

    /** @return the room after the event, which must be of that room */
    public static RoomRecord evolve(RoomRecord room, LedgerEvent event) {
        return RoomFold.apply(room, event);
    }

    /** @return whether what sync services show has changed */
    public static boolean viewChanged(InviteRecord before, InviteRecord after) {
        return !Objects.equals(InviteView.bodyOf(before), InviteView.bodyOf(after));
    }

    /** @return the servers that an accept or reject of this user would ask now, in order */
    public List<Candidate> candidates(RoomBooks books, UserId user, Moment moment) {
        @Nullable Invitation invite = books.invite(user).state().newestInvite();
        List<Candidate> candidates = Candidates.ofRoom(books.room().routes(), invite, rules, moment.now());
        return ServerChoice.permitted(candidates, books.room().acl());
    }
}
