package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whatever needs a key, the network or a wait. Immutable.
 *
 * @param id the order's ID
 * @param room the room
 * @param user the local user
 * @param terms how and until when it is carried out
 * @param version the room's version
 * @param invite the invite that this is about, null when none is
 * @param work what is to be done
 */
public record WorkOrder(
        OrderId id,
        RoomId room,
        UserId user,
        Terms terms,
        RoomVersionId version,
        @Nullable EventId invite,
        Work work) {

    /**
     * How and until when.
     *
     * @param lane orders of one lane run one after another
     * @param interactive somebody waits
     * @param issuedAt when it was decided
     * @param notAfter no PUT is started after this
     */
    public record Terms(String lane, boolean interactive, Instant issuedAt, Instant notAfter) {}

    /** What is to be done. */
    public sealed interface Work {

        /**
         * Sign the out-of-band leave of a rejected invite.
         *
         * @param inviteJson the rejected invite
         * @param reason the user's reason, null for none
         */
        record SignLeave(String inviteJson, @Nullable String reason) implements Work {}

        /**
         * Walk make_join or make_leave over the candidates.
         *
         * @param membership join or leave
         * @param candidates in order
         * @param wish what should stand in the event
         * @param freshUntil until then a 403 is asked again before it counts
         * @param mustCite what a leave's template has to cite, null for nothing
         */
        record Prepare(
                Membership membership,
                List<Candidate> candidates,
                Wish wish,
                Instant freshUntil,
                @Nullable EventId mustCite)
                implements Work {
            public Prepare {
                candidates = List.copyOf(candidates);
            }
        }

        /**
         * PUT the prepared event to the one server that gave the template.
         *
         * @param membership join or leave
         * @param server that server
         * @param event the signed event
         * @param omitMembers ask for a partial-state join
         * @param command the command that this serves, null when none waits
         */
        record Submit(
                Membership membership,
                ServerName server,
                MemberEvent event,
                boolean omitMembers,
                @Nullable CommandId command)
                implements Work {}

        /**
         * Verify a claimed leave or ban.
         *
         * @param pduJson the claim
         * @param expectedSender the sender that it must have
         */
        record Verify(String pduJson, UserId expectedSender) implements Work {}

        /**
         * Check an event of ours, sign it where it is not signed, settle its {@code via}.
         *
         * @param membership invite, or leave for a retraction
         * @param eventJson the event as given
         * @param state what the invited user is shown of the room
         * @param via the servers to name
         * @param policyServer the room has a policy server
         */
        record PrepareEvent(
                Membership membership,
                String eventJson,
                Outgoing.RoomState state,
                OutboundCommand.Via via,
                boolean policyServer)
                implements Work {}

        /**
         * Send a prepared invite to the user's server, once.
         *
         * @param event the signed invite
         * @param state what the invited user is shown of the room
         * @param via the servers to name
         * @param endpoint the one version to call, {@code UNKNOWN} for the newest that is understood
         */
        record SendInvite(
                MemberEvent event, Outgoing.RoomState state, List<ServerName> via, Invitation.Endpoint endpoint)
                implements Work {
            public SendInvite {
                via = List.copyOf(via);
            }
        }

        /**
         * Send a prepared event to the user's server in a transaction of its own.
         *
         * @param event the signed event
         */
        record SendPdu(MemberEvent event) implements Work {}

        /** @return whether it is about a user of another server */
        default boolean isOutbound() {
            return switch (this) {
                case PrepareEvent prepare -> true;
                case SendInvite send -> true;
                case SendPdu send -> true;
                case SignLeave sign -> false;
                case Prepare prepare -> false;
                case Submit submit -> false;
                case Verify verify -> false;
            };
        }
    }
}
