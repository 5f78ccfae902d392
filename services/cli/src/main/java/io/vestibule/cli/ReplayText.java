package io.vestibule.cli;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.model.Candidate;
import io.vestibule.model.Invitation;
import io.vestibule.model.InviteRecord;
import io.vestibule.model.InviteState;
import io.vestibule.model.OutboundOperation;
import io.vestibule.model.RoomRecord;
import io.vestibule.model.Waiter;
import io.vestibule.model.Walk;
import io.vestibule.operator.RoomReplay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A replayed room for people and for scripts.
 *
 * @param room the room
 * @param replay what was replayed
 * @param events whether every event is told
 */
record ReplayText(RoomId room, RoomReplay replay, boolean events) {

    JsonWriter json() {
        RoomRecord state = replay.room().room();
        JsonWriter json = new JsonWriter().beginObject().field("room", room.value());
        if (!replay.steps().isEmpty()) {
            json.field("from_offset", replay.steps().getFirst().offset())
                    .field("to_offset", replay.steps().getLast().offset())
                    .field("at", replay.steps().getLast().entry().at().toString());
        }
        json.field("later_events", replay.later())
                .field("resident", state.resident().name())
                .field("blocked", state.blocked());
        names("routes", servers(state), json);
        names("join_line", line(state), json);
        json.name("users").beginArray();
        users().forEach(user -> write(user, replay.room().invite(user), json));
        json.endArray();
        names("on_their_way", onTheirWay(), json);
        names("beginning_lost", lost(), json);
        if (events) {
            json.name("events").beginArray();
            for (RoomReplay.Step step : replay.steps()) {
                json.beginObject()
                        .field("offset", step.offset())
                        .field("user", step.user())
                        .name("entry");
                step.entry().writeTo(json);
                json.endObject();
            }
            json.endArray();
        }
        return json.endObject();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("room     " + room);
        if (replay.steps().isEmpty()) {
            lines.add("the ledger tells nothing of it" + (replay.later() > 0 ? " so far" : ""));
            return lines;
        }
        RoomRecord state = replay.room().room();
        RoomReplay.Step last = replay.steps().getLast();
        lines.add("ledger   offsets " + replay.steps().getFirst().offset() + " to " + last.offset() + ", the last of "
                + last.entry().at() + "; " + replay.later() + " later events");
        if (events) {
            replay.steps()
                    .forEach(step -> lines.add("  %8d  %s  %s"
                            .formatted(step.offset(), step.entry().line(), step.user())
                            .stripTrailing()));
        }
        lines.add("room is  resident " + state.resident() + (state.blocked() ? ", blocked" : ""));
        lines.add("routes   " + listed(servers(state)));
        if (!line(state).isEmpty()) {
            lines.add("joining  " + listed(line(state)));
        }
        lines.add("users    " + (users().isEmpty() ? "none" : ""));
        users().forEach(user -> lines.add("  " + sentence(user, replay.room().invite(user))));
        onTheirWay().forEach(user -> lines.add("  " + user + "  something of ours is on its way to its server"));
        lost().forEach(user -> lines.add("  " + user + "  how it began is not in the ledger any more"));
        return lines;
    }

    private List<UserId> users() {
        return replay.room().users().stream()
                .filter(user -> !replay.cut().contains(user))
                .sorted(Comparator.comparing(UserId::value))
                .toList();
    }

    private List<String> lost() {
        return replay.cut().stream().map(UserId::value).sorted().toList();
    }

    private List<String> onTheirWay() {
        return replay.room().invitedElsewhere().stream()
                .filter(user -> {
                    @Nullable
                    OutboundOperation running = replay.room().outbound(user).operation();
                    return running != null;
                })
                .map(UserId::value)
                .sorted()
                .toList();
    }

    private static List<String> servers(RoomRecord state) {
        return state.routes().servers().stream()
                .map(route -> route.server().value())
                .toList();
    }

    /** The first leads, if somebody does. */
    private static List<String> line(RoomRecord state) {
        List<String> line = new ArrayList<>();
        UserId leader = state.line().leader();
        if (leader != null) {
            line.add(leader.value());
        }
        state.line().waiting().forEach(user -> line.add(user.value()));
        return line;
    }

    private static void write(UserId user, InviteRecord record, JsonWriter json) {
        json.beginObject()
                .field("user", user.value())
                .field("state", nameOf(record.state()))
                .field("facts", record.version())
                .field("changed_at", record.changedAt().toString());
        Invitation invite = record.state().newestInvite();
        if (invite != null) {
            json.field("invite", invite.eventId().value())
                    .field("sender", invite.sender().value());
        }
        Walk walk = walk(record.state());
        if (walk != null) {
            json.field("stage", stage(walk));
            names("candidates", candidates(walk), json);
            names("commands", commands(record.state()), json);
        }
        json.endObject();
    }

    private static String sentence(UserId user, InviteRecord record) {
        StringBuilder text = new StringBuilder(user + "  " + nameOf(record.state()) + " since " + record.changedAt());
        Invitation invite = record.state().newestInvite();
        if (invite != null) {
            text.append(", invite ").append(invite.eventId()).append(" of ").append(invite.sender());
        }
        Walk walk = walk(record.state());
        if (walk != null) {
            text.append(", ").append(stage(walk).toLowerCase(Locale.ROOT)).append(" over ");
            text.append(listed(candidates(walk)));
            if (!commands(record.state()).isEmpty()) {
                text.append(" for ").append(listed(commands(record.state())));
            }
        }
        return text.toString();
    }

    private static @Nullable Walk walk(InviteState state) {
        if (state.inFlight() != null) {
            return state.inFlight().walk();
        }
        return state instanceof InviteState.Left left && left.remote() != null
                ? left.remote().walk()
                : null;
    }

    private static List<String> commands(InviteState state) {
        List<Waiter> waiters = state.inFlight() != null
                ? state.inFlight().waiters()
                : state instanceof InviteState.Left left && left.remote() != null
                        ? left.remote().waiters()
                        : List.of();
        return waiters.stream().map(waiter -> waiter.id().value()).toList();
    }

    private static List<String> candidates(Walk walk) {
        return walk.candidates().stream()
                .map(Candidate::server)
                .map(Object::toString)
                .toList();
    }

    private static String stage(Walk walk) {
        return walk.stage().getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    private static String nameOf(InviteState state) {
        return state.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    private static String listed(List<String> names) {
        return names.isEmpty() ? "none" : names.stream().collect(Collectors.joining(", "));
    }

    private static void names(String name, List<String> values, JsonWriter json) {
        json.name(name).beginArray();
        values.forEach(json::value);
        json.endArray();
    }
}
