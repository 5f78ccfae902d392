package io.vestibule.standalone.demo;

import io.vestibule.cli.OutcomeText;
import io.vestibule.client.TopicReader;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.operator.History;
import io.vestibule.operator.HistoryEntry;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.ServerAttempt;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.testkit.room.RoomEvent;
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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

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
    private final List<String> opening = new ArrayList<>();
    private boolean isOpening = true;
    private @Nullable Pending pending;

    private record Pending(CompletableFuture<CommandOutcome> outcome, CompletableFuture<Duration> took) {}

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
        tell(
                "   invite   @%s:%s → @%s:us.example  %s, room version %s%s",
                inviter,
                from.nickname(),
                invitee.localpart(),
                envelope.form(),
                into.version(),
                named.isEmpty() ? "" : ", via " + nicknames(named));
        tell("            answer %d, %s", exchange.answer().status(), signature(exchange));
        if (!exchange.isAccepted()) {
            complain("the invite was not taken: " + exchange.answer());
        }
        return exchange;
    }

    CommandOutcome accept(ScriptedRoom where, UserId who) throws InterruptedException {
        beginAccept(where, who);
        return outcome();
    }

    /** Sends the command; {@link #outcome} waits for what comes of it. */
    void beginAccept(ScriptedRoom where, UserId who) {
        begin(DemoCommands.accept(where, who));
    }

    CommandOutcome reject(ScriptedRoom where, UserId who) throws InterruptedException {
        begin(DemoCommands.reject(where, who));
        return outcome();
    }

    /** A room of our own server's, whose homeserver the scene plays itself. */
    ScriptedRoom roomOfOurs(String version, String name) throws IOException {
        return ScriptedRoom.create(RoomVersionId.of(version), stage.identity(), "ulla", name);
    }

    /** A membership event of our user's about somebody elsewhere. */
    RoomEvent draftOfOurs(ScriptedRoom where, UserId who, String membership) throws IOException {
        return where.prepare(stage.identity(), stage.user("ulla"), who, membership);
    }

    CommandOutcome sendInvite(ScriptedRoom where, RoomEvent invite, UserId who) throws InterruptedException {
        tell("   invite   @ulla:us.example → @%s:good.example  room version %s", who.localpart(), where.version());
        begin(DemoCommands.sendInvite(stage.peer().name(), where, invite, who));
        return outcome();
    }

    CommandOutcome retractInvite(ScriptedRoom where, RoomEvent leave, UserId who) throws InterruptedException {
        begin(DemoCommands.retractInvite(where, leave, who));
        return outcome();
    }

    private void begin(InviteCommand command) {
        room = command.getRoomId();
        user = command.getUserId();
        tell("   command  %s", command.getType());
        long start = System.nanoTime();
        CompletableFuture<CommandOutcome> sent = stage.commands().send(command);
        pending = new Pending(sent, sent.thenApply(decided -> Duration.ofNanos(System.nanoTime() - start)));
    }

    /** Waits for the outcome of the command that was begun last, and tells it. */
    CommandOutcome outcome() throws InterruptedException {
        Pending begun = Objects.requireNonNull(pending, "no command was begun");
        CommandOutcome decided = await(begun);
        took = begun.took().join();
        attempts.clear();
        attempts.addAll(decided.getAttempts());
        outcome = decided.getOutcome().name();
        for (ServerAttempt attempt : attempts) {
            narrator.say("            " + OutcomeText.line(stage.nickname(attempt.getServer()), attempt));
        }
        narrator.say("   outcome  %s after %d ms", outcome, took.toMillis());
        return decided;
    }

    private static CommandOutcome await(Pending begun) throws InterruptedException {
        try {
            return begun.outcome().get(OUTCOME_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException none) {
            throw new IllegalStateException("no outcome within " + OUTCOME_WITHIN_SECONDS + " s", none);
        }
    }

    /** The room of the last invite or command. */
    RoomId roomAtHand() {
        return RoomId.of(room);
    }

    /** Tells what was kept of the opening; from here on everything is told at once. */
    void tellOpening() {
        isOpening = false;
        opening.forEach(line -> narrator.say("%s", line));
    }

    private void tell(String line, Object... values) {
        if (isOpening) {
            opening.add(line.formatted(values));
        } else {
            narrator.say(line, values);
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
        tell("            %s", line);
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
