package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.InviteExchange;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.testkit.server.VestibuleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Everything in one process, which is killed while invites come in and are accepted and rejected, and started again. Used by one
 * test; what happens to its disk in between is the test's.
 */
final class CutOffScene implements AutoCloseable {

    private static final int INVITES = 200;

    /** A busy machine takes minutes over what takes seconds; what is stuck stays so. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<Acknowledged> acknowledged = new CopyOnWriteArrayList<>();
    private final Path directory;
    private final FederationWorld world;
    private final VestibuleFiles files;
    private final ScriptedHomeserver alices;
    private final UserId bob;
    private final ServiceProcess everything;
    private final Deployment before;

    /** An invite that its sender has a 200 for. */
    private record Acknowledged(ScriptedRoom room, InviteExchange exchange) {}

    private CutOffScene(Path directory, FederationWorld world, VestibuleFiles files, ServiceProcess everything) {
        this.directory = directory;
        this.world = world;
        this.files = files;
        this.everything = everything;
        this.alices = world.server("a.example");
        this.bob = UserId.of("@bob:" + files.peer().name());
        this.before = deployment();
    }

    /**
     * Starts it.
     *
     * @param flush {@code kafka.embedded.flush}
     * @param jvmOptions of its process
     */
    static CutOffScene start(Path directory, boolean flush, String... jvmOptions) throws IOException {
        FederationWorld world = FederationWorld.open();
        VestibuleFiles files = VestibuleFiles.write(world, directory, "log: {level: info}\n");
        Path file = files.configFile();
        Files.writeString(file, Files.readString(file).replace("flush: false", "flush: " + flush));
        return new CutOffScene(directory, world, files, ServiceProcess.start("standalone", file, jvmOptions));
    }

    /** Where its data are. */
    Path data() {
        return directory.resolve("data");
    }

    int acknowledged() {
        return acknowledged.size();
    }

    /** Returns when so many invites have had their 200 and the process is gone. */
    void killInMidTraffic(int enough) throws Exception {
        List<ScriptedRoom> rooms = new ArrayList<>();
        for (int i = 0; i < INVITES; i++) {
            rooms.add(world.room("11", alices, "alice", "Lounge"));
        }
        CompletableFuture<Void> reached = new CompletableFuture<>();
        CompletableFuture<Void> inviting = CompletableFuture.runAsync(() -> inviteUntilCutOff(rooms, enough, reached));
        CompletableFuture.anyOf(reached, inviting).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        everything.kill();
        inviting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(acknowledged).hasSizeBetween(enough, INVITES - 1);
    }

    void restart() throws IOException {
        everything.restart();
    }

    /** Whatever was acknowledged or commanded is there and comes to one end, and the verifier finds nothing. */
    void assertNothingIsLost() {
        try (Deployment us = deployment()) {
            acknowledged.forEach(each -> us.acknowledged(each.exchange(), each.room(), bob));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(acknowledged)
                            .allSatisfy(each ->
                                    assertThat(us.state(each.room(), bob)).isIn("INVITED", "JOINED", "LEFT")));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(acknowledged).allSatisfy(each -> assertEndedOnce(us, each.room())));
            assertThat(acknowledged)
                    .allSatisfy(each -> assertThat(us.records(Topics.INVITES_RECEIVED, each.room()))
                            .extracting(InviteReceived::getRoomId)
                            .containsOnly(each.room().id().value()));
            us.assertPromisesKept();
        }
    }

    private Deployment deployment() {
        return new Deployment(world, files.peer(), ConfigLoader.load(Optional.of(files.configFile())));
    }

    private void inviteUntilCutOff(List<ScriptedRoom> rooms, int enough, CompletableFuture<Void> reached) {
        for (ScriptedRoom room : rooms) {
            RoomEvent event = room.prepare(alices.identity(), alices.user("alice"), bob, "invite");
            try {
                InviteExchange exchange = alices.deliver(files.peer(), room, event, InviteEnvelope.via(alices));
                if (exchange.isAccepted()) {
                    room.accept(exchange.coSigned());
                    acknowledged.add(new Acknowledged(room, exchange));
                    command(room);
                }
            } catch (IOException cutOff) {
                return;
            }
            if (acknowledged.size() == enough) {
                reached.complete(null);
            }
        }
    }

    private void command(ScriptedRoom room) {
        switch (acknowledged.size() % 3) {
            case 0 -> before.accept(room, bob);
            case 1 -> before.reject(room, bob);
            default -> {} // stays an invite
        }
    }

    private static void assertEndedOnce(Deployment us, ScriptedRoom room) {
        List<String> commands = us.records(Topics.INVITES_COMMANDS, room).stream()
                .map(InviteCommand::getCommandId)
                .toList();
        assertThat(us.records(Topics.INVITES_OUTCOMES, room))
                .extracting(CommandOutcome::getCommandId)
                .containsExactlyElementsOf(commands);
    }

    @Override
    public void close() {
        before.close();
        everything.close();
        world.close();
    }
}
