package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.testkit.server.VestibuleFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything in one process, killed in mid-traffic; then with what the disk had not yet when the power went. */
class PowerCutFT {

    private static final int INVITES = 120;
    private static final int KILLED_AFTER = 40;
    private static final long SEED = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private FederationWorld world;
    private VestibuleFiles files;
    private ServiceProcess everything;
    private ScriptedHomeserver alices;
    private final List<ScriptedRoom> acknowledged = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        world = FederationWorld.open();
        files = VestibuleFiles.write(world, directory, "log: {level: info}\n");
        everything = ServiceProcess.start("standalone", files.configFile());
        alices = world.server("a.example");
    }

    @AfterEach
    void stop() {
        everything.close();
        world.close();
    }

    @Test
    void killed_in_mid_traffic_it_keeps_every_invite_that_it_answered_with_200() throws Exception {
        // Given
        killInMidTraffic();
        // When
        everything.restart();
        // Then
        assertAllAreShown();
    }

    @Test
    void what_the_disk_did_not_have_is_made_anew_from_what_was_flushed_and_the_rest_of_the_ledger() throws Exception {
        // Given
        killInMidTraffic();
        tearTails(new Random(SEED));
        Files.writeString(
                files.configFile(),
                Files.readString(files.configFile()) + "topology: {application-id: after-the-power-cut}\n");
        // When
        int exit = Main.commandLine()
                .execute("rebuild", "--config", files.configFile().toString());
        everything.restart();
        // Then
        assertThat(exit).isZero();
        assertAllAreShown();
    }

    private void killInMidTraffic() throws Exception {
        UserId bob = UserId.of("@bob:" + files.peer().name());
        List<ScriptedRoom> rooms = new ArrayList<>();
        for (int i = 0; i < INVITES; i++) {
            rooms.add(world.room("11", alices, "alice", "Lounge"));
        }
        CompletableFuture<Void> inviting = CompletableFuture.runAsync(() -> inviteUntilCutOff(rooms, bob));
        await().atMost(PATIENCE).until(() -> acknowledged.size() >= KILLED_AFTER);
        everything.kill();
        inviting.get();
        assertThat(acknowledged).hasSizeLessThan(INVITES);
    }

    private void inviteUntilCutOff(List<ScriptedRoom> rooms, UserId user) {
        for (ScriptedRoom room : rooms) {
            RoomEvent event = room.prepare(alices.identity(), alices.user("alice"), user, "invite");
            try {
                if (alices.deliver(files.peer(), room, event, InviteEnvelope.V2).isAccepted()) {
                    acknowledged.add(room);
                }
            } catch (IOException cutOff) {
                return;
            }
        }
    }

    /** Takes a piece off the end of every log whose records are not flushed one by one, in the middle of a batch or between two. */
    private void tearTails(Random random) throws IOException {
        Path logs = directory.resolve("data/broker/log");
        List<Path> torn = new ArrayList<>();
        try (Stream<Path> partitions = Files.list(logs)) {
            for (Path partition : partitions.filter(Files::isDirectory).sorted().toList()) {
                String name = partition.getFileName().toString();
                if (!name.startsWith(Topics.INVITES_RECEIVED.name()) && !name.startsWith("__cluster_metadata")) {
                    tear(partition, random).ifPresent(torn::add);
                }
            }
        }
        assertThat(torn).as("logs that lost their tails").hasSizeGreaterThan(4);
    }

    private static Optional<Path> tear(Path partition, Random random) throws IOException {
        try (Stream<Path> segments = Files.list(partition)) {
            Optional<Path> last =
                    segments.filter(file -> file.toString().endsWith(".log")).max(Path::compareTo);
            if (last.isEmpty() || Files.size(last.get()) == 0) {
                return Optional.empty();
            }
            try (FileChannel log = FileChannel.open(last.get(), StandardOpenOption.WRITE)) {
                log.truncate(log.size() - 1 - random.nextLong(log.size() / 2));
            }
            return last;
        }
    }

    private void assertAllAreShown() {
        try (Deployment us = new Deployment(world, files.peer(), ConfigLoader.load(Optional.of(files.configFile())))) {
            UserId bob = us.user("bob");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(acknowledged)
                            .allSatisfy(room -> assertThat(us.state(room, bob)).isEqualTo("INVITED")));
            for (ScriptedRoom room : acknowledged) {
                assertThat(us.records(Topics.INVITES_RECEIVED, room))
                        .extracting(InviteReceived::getRoomId)
                        .containsOnly(room.id().value());
            }
        }
    }
}
