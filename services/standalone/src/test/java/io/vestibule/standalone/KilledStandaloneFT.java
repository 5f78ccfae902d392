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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything in one process, its broker too, killed in mid-traffic. */
class KilledStandaloneFT {

    private static final int INVITES = 120;
    private static final int KILLED_AFTER = 40;
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
