package io.vestibule.topology.service.query;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.model.Attempt;
import io.vestibule.model.Candidate;
import io.vestibule.model.Invitation;
import io.vestibule.model.InviteRecord;
import io.vestibule.model.InviteState;
import io.vestibule.model.Operation;
import io.vestibule.model.RemoteLeave;
import io.vestibule.model.RoomRecord;
import io.vestibule.model.Rules;
import io.vestibule.model.Stage;
import io.vestibule.model.Waiter;
import io.vestibule.model.Walk;
import io.vestibule.model.WalkOrder;
import io.vestibule.operator.RouteReasons;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The records of an invite and of its room as JSON. */
final class InviteJson {

    private InviteJson() {}

    /** Whom a document is about. */
    record Subject(RoomId room, UserId user) {}

    static JsonWriter begin(Subject subject, InviteRecord record) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("room", subject.room().value())
                .field("user", subject.user().value())
                .field("state", stateOf(record.state()))
                .field("facts", record.version());
        if (record.version() > 0) {
            json.field("changed_at", record.changedAt().toString());
        }
        Invitation invite = record.state().newestInvite();
        if (invite != null) {
            write(invite, record.invitedAt(), json.name("invite"));
        }
        Operation operation = record.state().inFlight();
        if (operation != null) {
            write(operation, record.state(), json.name("operation"));
        }
        if (record.state() instanceof InviteState.Left left && left.remote() != null) {
            write(left.remote(), json.name("background"));
        }
        if (record.signing() != null) {
            json.name("signing")
                    .beginObject()
                    .field("waiting", record.signing().order() == null)
                    .field("until", record.signing().until().toString())
                    .endObject();
        }
        return json;
    }

    static void routes(RoomRecord room, @Nullable Invitation invite, Rules rules, Instant now, JsonWriter json) {
        RouteReasons.write(WalkOrder.of(room, invite, rules, now), json.name("routes"));
        json.name("join_line").beginObject();
        UserId leader = room.line().leader();
        if (leader != null) {
            json.field("leader", leader.value());
        }
        json.name("waiting").beginArray();
        room.line().waiting().forEach(user -> json.value(user.value()));
        json.endArray().endObject().field("resident", room.resident().name()).field("blocked", room.blocked());
    }

    static String stateOf(InviteState state) {
        return state.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    private static void write(Invitation invite, @Nullable Instant at, JsonWriter json) {
        json.beginObject()
                .field("event_id", invite.eventId().value())
                .field("sender", invite.sender().value())
                .field("room_version", invite.version().value())
                .field("endpoint", invite.receipt().endpoint().name());
        if (at != null) {
            json.field("recorded_at", at.toString());
        }
        List<ServerName> via = invite.via();
        if (via != null) {
            json.name("via").beginArray();
            via.forEach(server -> json.value(server.value()));
            json.endArray();
        }
        json.endObject();
    }

    private static void write(Operation operation, InviteState state, JsonWriter json) {
        json.beginObject()
                .field("kind", state instanceof InviteState.Joining ? "ACCEPT" : "REJECT")
                .field("started_at", operation.terms().startedAt().toString())
                .field("answer_by", operation.terms().answerBy().toString())
                .field("not_after", operation.terms().notAfter().toString());
        commands(operation.waiters(), json);
        walk(operation.walk(), json);
        json.endObject();
    }

    private static void write(RemoteLeave leave, JsonWriter json) {
        json.beginObject()
                .field("round", leave.round())
                .field("give_up_at", leave.plan().giveUpAt().toString());
        if (leave.walk().stage() instanceof Stage.Waiting waiting) {
            json.field("next_at", waiting.until().toString());
        }
        commands(leave.waiters(), json);
        servers("servers", leave.plan().servers(), json);
        walk(leave.walk(), json);
        json.endObject();
    }

    private static void commands(List<Waiter> waiters, JsonWriter json) {
        json.name("commands").beginArray();
        waiters.forEach(waiter -> json.beginObject()
                .field("command_id", waiter.id().value())
                .field("type", waiter.type().name())
                .endObject());
        json.endArray();
    }

    private static void walk(Walk walk, JsonWriter json) {
        json.field("stage", walk.stage().getClass().getSimpleName().toUpperCase(Locale.ROOT));
        if (walk.stage().openOrder() != null) {
            json.field("order_id", walk.stage().openOrder().value());
        }
        if (walk.stage() instanceof Stage.Submitting submitting) {
            json.field("server", submitting.sent().server().value());
        }
        servers("candidates", walk.candidates(), json);
        json.name("attempts").beginArray();
        walk.attempts().forEach(attempt -> write(attempt, json));
        json.endArray();
    }

    private static void servers(String name, List<Candidate> candidates, JsonWriter json) {
        json.name(name).beginArray();
        candidates.forEach(candidate -> json.value(candidate.server().value()));
        json.endArray();
    }

    private static void write(Attempt attempt, JsonWriter json) {
        json.beginObject()
                .field("server", attempt.server().value())
                .field("step", attempt.step().name())
                .field("result", attempt.result().name())
                .field("ms", attempt.tookMillis());
        if (attempt.http() != 0) {
            json.field("status", attempt.http());
        }
        if (!attempt.errcode().isEmpty()) {
            json.field("errcode", attempt.errcode());
        }
        if (!attempt.detail().isEmpty()) {
            json.field("detail", attempt.detail());
        }
        json.endObject();
    }
}
