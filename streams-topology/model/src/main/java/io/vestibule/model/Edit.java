package io.vestibule.model;

import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.EventId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record under change. Lives within one fold step; not thread-safe. */
final class Edit {

    private static final int MAX_LINEAGE = 8;
    private static final int MAX_EARLY = 2;

    private final InviteRecord before;
    private @Nullable Instant invitedAt;
    private @Nullable Signing signing;
    private List<Claim> claims;
    private List<SentEvent> sent;
    private List<EventId> lineage;
    private List<EarlyMembership> early;
    private List<AppserviceId> appservices;

    Edit(InviteRecord before) {
        this.before = before;
        this.invitedAt = before.invitedAt();
        this.signing = before.signing();
        this.claims = before.claims();
        this.sent = before.sent();
        this.lineage = before.lineage();
        this.early = before.early();
        this.appservices = before.appservices();
    }

    InviteRecord before() {
        return before;
    }

    Edit invitedAt(Instant at) {
        this.invitedAt = at;
        return this;
    }

    Edit signing(@Nullable Signing next) {
        this.signing = next;
        return this;
    }

    Edit claims(List<Claim> next) {
        this.claims = next;
        return this;
    }

    Edit sent(List<SentEvent> next) {
        this.sent = next;
        return this;
    }

    /** Remembers a word of the homeserver; the oldest is dropped beyond the bound. */
    Edit remember(EarlyMembership word) {
        List<EarlyMembership> all = new ArrayList<>(early);
        all.removeIf(other -> other.eventId().equals(word.eventId()));
        all.add(word);
        this.early = all.subList(Math.max(0, all.size() - MAX_EARLY), all.size());
        return this;
    }

    Edit drop(EventId word) {
        this.early =
                early.stream().filter(other -> !other.eventId().equals(word)).toList();
        return this;
    }

    /** A new invite: nothing known follows it. */
    Edit lineage(EventId invite) {
        this.lineage = List.of(invite);
        return this;
    }

    Edit appservices(List<AppserviceId> interested) {
        this.appservices = interested;
        return this;
    }

    /** An event that is known to follow; the oldest but the invite itself is dropped beyond the bound. */
    Edit follow(EventId event) {
        if (!lineage.contains(event)) {
            List<EventId> longer = new ArrayList<>(lineage);
            longer.add(event);
            if (longer.size() > MAX_LINEAGE) {
                longer.remove(1);
            }
            this.lineage = longer;
        }
        return this;
    }

    /** The walk of the operation in flight, or of the background leave. */
    Walk walk() {
        Walk walk = walkOf(before.state());
        if (walk == null) {
            throw InviteFold.wrong("a fact of a walk", before.state());
        }
        return walk;
    }

    static @Nullable Walk walkOf(InviteState state) {
        Operation operation = state.inFlight();
        if (operation != null) {
            return operation.walk();
        }
        RemoteLeave remote = state instanceof InviteState.Left left ? left.remote() : null;
        return remote == null ? null : remote.walk();
    }

    InviteRecord walk(Walk next) {
        Operation operation = before.state().inFlight();
        if (operation != null) {
            return operation(operation.with(next));
        }
        if (before.state() instanceof InviteState.Left left && left.remote() != null) {
            return remote(left.remote().with(next));
        }
        throw InviteFold.wrong("a fact of a walk", before.state());
    }

    InviteRecord operation(Operation next) {
        if (before.state() instanceof InviteState.Joining joining) {
            return state(joining.with(next));
        }
        if (before.state() instanceof InviteState.Rejecting rejecting) {
            return state(rejecting.with(next));
        }
        throw InviteFold.wrong("a fact of an operation", before.state());
    }

    InviteRecord remote(@Nullable RemoteLeave next) {
        if (before.state() instanceof InviteState.Left left) {
            return state(left.with(next));
        }
        throw InviteFold.wrong("a fact of a background leave", before.state());
    }

    InviteRecord build() {
        return state(before.state());
    }

    InviteRecord state(InviteState next) {
        return new InviteRecord(
                next,
                invitedAt,
                signing,
                claims,
                sent,
                lineage,
                appservices,
                early,
                before.changedAt(),
                before.version());
    }
}
