package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one outcome of a command. Immutable.
 *
 * @param waiter the command
 * @param room the room
 * @param user the local user
 * @param type how it ended
 * @param detail a sentence for people, empty when the type says it all
 * @param decidedAt when
 * @param attempts every server asked, in order
 * @param refusal who refused, for {@link OutcomeType#FORBIDDEN} and a leave that was refused
 * @param event the membership event that was sent or signed, null when none was
 * @param importId the joined room's state, null when there is none
 * @param retryAfter how long a server asked to be left alone, for {@link OutcomeType#RATE_LIMITED}
 */
public record Outcome(
        Waiter waiter,
        RoomId room,
        UserId user,
        OutcomeType type,
        String detail,
        Instant decidedAt,
        List<Attempt> attempts,
        @Nullable Refusal refusal,
        @Nullable MemberEvent event,
        @Nullable ImportId importId,
        Duration retryAfter) {

    /**
     * Who refused.
     *
     * @param server the server that answered 403 {@code M_FORBIDDEN}
     * @param contributedBy the invite that named the server, null when none did
     */
    public record Refusal(ServerName server, @Nullable EventId contributedBy) {}

    public Outcome {
        attempts = List.copyOf(attempts);
    }

    /** @return whether it is remembered; that somebody is forgotten is not, and a repeat finds nothing left to do */
    public boolean isKept() {
        return waiter.type() != CommandType.FORGET_INVITE;
    }
}
