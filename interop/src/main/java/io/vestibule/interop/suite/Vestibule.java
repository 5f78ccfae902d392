package io.vestibule.interop.suite;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** The Vestibule under test, as the services of a homeserver see it: commands in, outcomes and topics out. */
public interface Vestibule {

    /** @return our server name, {@code localhost:PORT} */
    String serverName();

    /** Sends an accept command and waits for its outcome, a minute at most. */
    Outcome accept(String room, String user);

    /** Accepts, asking the resident server to leave members out of its answer. */
    Outcome acceptOmittingMembers(String room, String user);

    /** Sends a reject command and waits for its outcome, a minute at most. */
    Outcome reject(String room, String user, String reason);

    /**
     * Sends a user of another server an invite of ours and waits for the outcome.
     *
     * @param among the servers of the room, from which {@code via} is chosen
     * @param atMost the command's deadline, from now
     */
    Outcome sendInvite(OurRoom.Draft invite, List<Resident> among, Duration atMost);

    /** Tells that user's server that the invite is withdrawn, and waits for the outcome. */
    Outcome retractInvite(OurRoom.Draft leave, Duration atMost);

    /**
     * Waits until {@code invites.state} has a view of that user in that room that fits.
     *
     * @throws Unmet if it does not come in time; the message has the last view
     */
    View await(String room, String user, Predicate<View> fits, Duration atMost);

    /** Waits until the view is in that state, half a minute at most. */
    default View awaitState(String room, String user, String state) {
        return await(room, user, view -> view.state().equals(state), Duration.ofSeconds(30));
    }

    /** @return the import of that ID, complete with its manifest; waits for it, ten seconds at most */
    Import imported(String importId);

    /**
     * A server in a room of ours.
     *
     * @param server its name
     * @param power the highest power level among its users
     * @param members how many of its users have joined
     */
    record Resident(String server, long power, int members) {}

    /**
     * A command's outcome.
     *
     * @param outcome such as JOINED
     * @param detail a sentence, or empty
     * @param attempts every server asked, in order
     * @param refusedBy the server that refused, or empty
     * @param eventId the membership event's ID, or empty
     * @param eventJson the membership event, or empty
     * @param importId the import, or empty
     * @param took from sending the command to having its outcome
     */
    record Outcome(
            String outcome,
            String detail,
            List<Attempt> attempts,
            String refusedBy,
            String eventId,
            String eventJson,
            String importId,
            Duration took) {
        public Outcome {
            attempts = List.copyOf(attempts);
        }

        /** @return the servers asked, in order, each once */
        public List<String> servers() {
            return attempts.stream().map(Attempt::server).distinct().toList();
        }
    }

    /**
     * One attempt.
     *
     * @param server the server
     * @param step MAKE or SEND
     * @param result such as TIMED_OUT
     * @param errcode the peer's, or empty
     */
    record Attempt(String server, String step, String result, String errcode) {}

    /**
     * What sync services are shown.
     *
     * @param state such as INVITED
     * @param inviteEventId the newest invite
     * @param sender the inviter
     * @param strippedState the entries, one JSON object each
     * @param inviteJson the invite event
     * @param reason the reason of a leave, or empty
     * @param outOfBand whether the leave is ours alone so far
     * @param remoteLeavePending whether the room is still to be told
     * @param suspectedRetracted whether somebody who is not the inviter seems to have withdrawn it
     */
    record View(
            String state,
            String inviteEventId,
            String sender,
            List<String> strippedState,
            String inviteJson,
            String reason,
            boolean outOfBand,
            boolean remoteLeavePending,
            boolean suspectedRetracted) {
        public View {
            strippedState = List.copyOf(strippedState);
        }
    }

    /**
     * A joined room's state as a backend would apply it.
     *
     * @param stateEventIds the events of the state before the join
     * @param authChainEventIds the events of the auth chain
     * @param membersOmitted whether the resident left members out
     * @param joinEventId the join
     * @param joinEventJson the join itself
     * @param problems what a reader found wrong: gaps, counts, digest; empty when sound
     */
    record Import(
            List<String> stateEventIds,
            List<String> authChainEventIds,
            boolean membersOmitted,
            String joinEventId,
            String joinEventJson,
            List<String> problems) {
        public Import {
            stateEventIds = List.copyOf(stateEventIds);
            authChainEventIds = List.copyOf(authChainEventIds);
            problems = List.copyOf(problems);
        }
    }
}
