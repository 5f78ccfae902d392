package io.vestibule.standalone.demo;

import io.vestibule.cli.OutcomeText;
import io.vestibule.cli.history.History;
import io.vestibule.cli.history.HistoryEntry;
import io.vestibule.client.TopicReader;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.AcceptInvite;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.RejectInvite;
import io.vestibule.schemas.ServerAttempt;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.InviteExchange;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A scene while it is played: does things, tells them, and notes what is not as expected. Not thread-safe. */
final class Take {

    private static final long OUTCOME_WITHIN_SECONDS = 20;

    private final Stage stage;
    private final Narrator narrator;
    private final String title;
    private final List<ServerAttempt> attempts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private String room = "";
    private String user = "";
    private String outcome = "";
    private Duration took = Duration.ZERO;

    Take(Stage stage, Narrator narrator, String title) {
        this.stage = stage;
        this.narrator = narrator;
        this.title = title;
    }

    Stage stage() {
        return stage;
    }

    DemoCast cast() {
        return stage.cast();
    }

    /** A new room on Alice's server, which is up again, with members on the good one and on the liar. */
    ScriptedRoom room(String version, String name) {
        cast().alices().comeBack();
        ScriptedRoom created = stage.world().room(version, cast().alices(), "alice", name);
        cast().good().settleIn(created, "gwen");
        cast().liar().settleIn(created, "lou");
        return created;
    }

    /** Sends a signed invite, which must be taken and co-signed. */
    InviteExchange invite(
            ScriptedHomeserver from, String inviter, ScriptedRoom into, UserId invitee, InviteEnvelope envelope)
            throws IOException {
        room = into.id().value();
        user = invitee.value();
        InviteExchange exchange = from.invite(stage.peer(), into, inviter, invitee, envelope);
        List<String> named = envelope.via() == null ? List.of() : envelope.via();
        narrator.say(
                "   invite   @%s:%s → @%s:us.example  %s, room version %s%s",
                inviter,
                from.nickname(),
                invitee.localpart(),
                envelope.form(),
                into.version(),
                named.isEmpty() ? "" : ", via " + nicknames(named));
        narrator.say("            answer %d, %s", exchange.answer().status(), signature(exchange));
        if (!exchange.isAccepted()) {
            complain("the invite was not taken: " + exchange.answer());
        }
        return exchange;
    }

    CommandOutcome accept(ScriptedRoom where, UserId who) throws InterruptedException {
        AcceptInvite accept =
                AcceptInvite.newBuilder().setDisplayname(who.localpart()).build();
        return run(command(where, who)
                .setType(CommandType.ACCEPT_INVITE)
                .setAccept(accept)
                .build());
    }

    CommandOutcome reject(ScriptedRoom where, UserId who) throws InterruptedException {
        RejectInvite reject = RejectInvite.newBuilder().build();
        return run(command(where, who)
                .setType(CommandType.REJECT_INVITE)
                .setReject(reject)
                .build());
    }

    private static InviteCommand.Builder command(ScriptedRoom where, UserId who) {
        return InviteCommand.newBuilder()
                .setCommandId("demo-" + UUID.randomUUID())
                .setRoomId(where.id().value())
                .setUserId(who.value())
                .setIssuedAt(System.currentTimeMillis())
                .setIssuedBy("demo");
    }

    private CommandOutcome run(InviteCommand command) throws InterruptedException {
        room = command.getRoomId();
        user = command.getUserId();
        narrator.say("   command  %s", command.getType());
        long start = System.nanoTime();
        CommandOutcome decided = await(command);
        took = Duration.ofNanos(System.nanoTime() - start);
        attempts.clear();
        attempts.addAll(decided.getAttempts());
        outcome = decided.getOutcome().name();
        for (ServerAttempt attempt : attempts) {
            narrator.say("            " + OutcomeText.line(stage.nickname(attempt.getServer()), attempt));
        }
        narrator.say("   outcome  %s after %d ms", outcome, took.toMillis());
        return decided;
    }

    private CommandOutcome await(InviteCommand command) throws InterruptedException {
        try {
            return stage.commands().send(command).get(OUTCOME_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException none) {
            throw new IllegalStateException(
                    "no outcome of " + command.getType() + " within " + OUTCOME_WITHIN_SECONDS + " s", none);
        }
    }

    /** Tells the ledger of the room and user at hand, a line per event that people care about. */
    void tellHistory() {
        RoomId where = RoomId.of(room);
        try (TopicReader reader = stage.reader()) {
            List<LedgerEvent> ledger = reader.records(Topics.INVITES_EVENTS, where).stream()
                    .map(ConsumerRecord::value)
                    .toList();
            String story = History.of(ledger, user).stream()
                    .map(HistoryEntry::event)
                    .map(event -> event.toLowerCase(Locale.ROOT).replace('_', ' '))
                    .collect(Collectors.joining(" → "));
            narrator.say("   history  %s", story);
        }
    }

    void say(String line) {
        narrator.say("            " + line);
    }

    void expect(CommandOutcome decided, OutcomeType wanted) {
        if (decided.getOutcome() != wanted) {
            complain("the outcome is %s instead of %s".formatted(decided.getOutcome(), wanted));
        }
    }

    void expectOrder(ScriptedHomeserver... servers) {
        List<String> wanted =
                Arrays.stream(servers).map(ScriptedHomeserver::nickname).toList();
        if (!order().equals(wanted)) {
            complain("asked " + order() + " instead of " + wanted);
        }
    }

    void expect(boolean condition, String complaint) {
        if (!condition) {
            complain(complaint);
        }
    }

    void complain(String complaint) {
        complaints.add(complaint);
    }

    /** Names the place of what has no command. */
    void about(ScriptedRoom where, UserId who, String what) {
        room = where.id().value();
        user = who.value();
        outcome = what;
    }

    SceneReport report() {
        return new SceneReport(title, room, user, outcome, order(), attempts, took, complaints);
    }

    private List<String> order() {
        return attempts.stream()
                .map(attempt -> stage.nickname(attempt.getServer()))
                .distinct()
                .toList();
    }

    private String nicknames(List<String> servers) {
        return String.join(", ", servers.stream().map(stage::nickname).toList());
    }

    private static String signature(InviteExchange exchange) {
        return exchange.isAccepted()
                ? "co-signed by us and kept on Kafka"
                : exchange.answer().errcode();
    }
}
