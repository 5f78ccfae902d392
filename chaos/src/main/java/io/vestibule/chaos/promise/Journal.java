package io.vestibule.chaos.promise;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was promised during a run: invites that were answered with 200, commands that were sent. Thread-safe. */
public final class Journal {

    /**
     * An invite that was answered with 200.
     *
     * @param at when the answer had come
     * @param by the inviter's server
     * @param room the room
     * @param user the invited
     * @param event the invite
     */
    public record Acked(Instant at, ServerName by, RoomId room, UserId user, EventId event) {}

    /** A command, and its outcome as soon as there is one. */
    public record Sent(InviteCommand command, CompletableFuture<CommandOutcome> outcome) {}

    private final ConcurrentLinkedQueue<Acked> acked = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Violation> violations = new ConcurrentLinkedQueue<>();

    /** Notes an invite that was answered with 200. */
    public void acked(Acked invite) {
        acked.add(invite);
    }

    /** Notes a command. */
    public void sent(Sent command) {
        sent.add(command);
    }

    /** Notes a broken promise. */
    public void violated(Violation violation) {
        violations.add(violation);
    }

    /** @return the invites that were answered with 200 */
    public List<Acked> acked() {
        return List.copyOf(acked);
    }

    /** @return every command */
    public List<Sent> commands() {
        return List.copyOf(sent);
    }

    /** @return the promises that were seen to be broken */
    public List<Violation> violations() {
        return List.copyOf(violations);
    }
}
