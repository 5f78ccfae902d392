package io.vestibule.topology.service;

import static io.vestibule.topology.service.Records.accept;
import static io.vestibule.topology.service.Records.invite;
import static io.vestibule.topology.service.Records.reject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.InviteView;
import io.vestibule.model.RoomLedger;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.topology.codec.LedgerCodec;
import io.vestibule.topology.codec.ViewCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two instances with warm copies of each other's stores. What one leaves behind, the other takes over. */
class FailoverFT {

    private static final Logger LOG = LoggerFactory.getLogger(FailoverFT.class);
    private static final int ROOMS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    // What is promised is 20 s and 2 s on a machine with nothing else to do; a build has a lot.
    private static final Duration AFTER_A_KILL = Duration.ofSeconds(60);
    private static final Duration AFTER_A_STOP = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    private final Map<String, InviteCommand> commands = new HashMap<>();
    private Cluster cluster;
    private ScriptedWorker worker;
    private TopologyProcess one;
    private TopologyProcess two;

    @BeforeEach
    void twoInstancesShareTheRooms() throws Exception {
        cluster = new Cluster(dir);
        cluster.createTopics();
        one = instance("one");
        two = instance("two");
        await().atMost(PATIENCE)
                .until(() -> cluster.members().values().stream()
                                .filter(partitions -> partitions > 0)
                                .count()
                        == 2);
        Map<String, InviteReceived> invites = new HashMap<>();
        for (int i = 0; i < ROOMS; i++) {
            String room = "!r" + i + ":a.example";
            invites.put(room, invite(room, "$i" + i));
            commands.put(room, i % 2 == 0 ? accept("c" + i, room) : reject("c" + i, room));
        }
        cluster.send(Topics.INVITES_RECEIVED, invites);
        await().atMost(PATIENCE).until(() -> cluster.read(Topics.INVITES_EVENTS).size() >= ROOMS);
        worker = new ScriptedWorker(cluster.clients(), cluster.serdes, Records::success);
    }

    @AfterEach
    void stop() {
        worker.close();
        one.close();
        two.close();
        cluster.close();
    }

    private TopologyProcess instance(String name) {
        return TopologyProcess.start(cluster.environment(dir.resolve(name)), dir.resolve(name + ".log"));
    }

    private void sendCommandsAndAwaitSomeOrders() throws Exception {
        cluster.send(Topics.INVITES_COMMANDS, commands);
        await().atMost(PATIENCE).until(() -> worker.orders().size() > ROOMS / 4);
    }

    /** Every command has its one outcome, no invite is lost, no membership was sent in two forms. */
    private void assertAllIsDone(String after, Duration within) {
        long since = System.nanoTime();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> cluster.read(Topics.INVITES_OUTCOMES).size() >= ROOMS);
        Duration took = Duration.ofNanos(System.nanoTime() - since);
        LOG.info("{}: all is done after {} ms", after, took.toMillis());
        assertThat(took).as(after).isLessThan(within);
        assertThat(cluster.read(Topics.INVITES_OUTCOMES))
                .extracting(CommandOutcome::getCommandId)
                .doesNotHaveDuplicates()
                .hasSize(ROOMS);
        assertThat(cluster.read(Topics.INVITES_EVENTS))
                .filteredOn(event -> event.getInviteRecorded() != null)
                .hasSize(ROOMS);
        Map<String, Set<String>> sent = new HashMap<>();
        for (WorkOrder order : worker.orders()) {
            if (order.getSubmit() != null) {
                sent.computeIfAbsent(order.getRoomId(), room -> new HashSet<>())
                        .add(order.getSubmit().getEventId());
            }
        }
        assertThat(sent.values()).allSatisfy(events -> assertThat(events).hasSize(1));
        await().atMost(PATIENCE).untilAsserted(this::assertTheLedgerGivesTheState);
    }

    /** Folds what the broker has of {@code invites.events}; the same bytes must stand on {@code invites.state}. */
    private void assertTheLedgerGivesTheState() {
        Map<String, RoomLedger> folded = new HashMap<>();
        for (LedgerEvent event : cluster.read(Topics.INVITES_EVENTS)) {
            folded.computeIfAbsent(event.getRoomId(), room -> new RoomLedger(RoomId.of(room)))
                    .apply(LedgerCodec.read(event));
        }
        Map<String, byte[]> expected = new HashMap<>();
        var state = cluster.serdes.serializer(Topics.INVITES_STATE);
        folded.forEach((room, ledger) -> {
            InviteView view = ledger.view(UserId.of(Records.BOB));
            if (view != null) {
                expected.put(
                        room + "\0" + Records.BOB, state.serialize(Topics.INVITES_STATE.name(), ViewCodec.write(view)));
            }
        });
        assertThat(expected).hasSize(ROOMS);
        assertThat(cluster.latest(Topics.INVITES_STATE)).containsExactlyInAnyOrderEntriesOf(expected);
    }

    private Set<String> namesOf(String instance) {
        return cluster.members().keySet().stream()
                .filter(name -> name.startsWith(instance + "-"))
                .collect(Collectors.toSet());
    }

    @Test
    void what_a_killed_instance_was_doing_the_other_finishes() throws Exception {
        // Given
        sendCommandsAndAwaitSomeOrders();
        // When
        one.kill();
        // Then
        assertAllIsDone("kill -9", AFTER_A_KILL);
    }

    @Test
    void an_instance_that_stops_hands_its_rooms_over_at_once() throws Exception {
        // When
        long since = System.nanoTime();
        one.stop();
        Duration stopped = Duration.ofNanos(System.nanoTime() - since);
        sendCommandsAndAwaitSomeOrders();
        // Then
        assertAllIsDone("stop (" + stopped.toMillis() + " ms)", AFTER_A_STOP);
        assertThat(cluster.members()).hasSize(1);
    }

    @Test
    void an_instance_that_comes_back_from_a_kill_does_not_claim_its_rooms_for_stores_that_are_gone() throws Exception {
        // Given
        Set<String> before = namesOf("one");
        sendCommandsAndAwaitSomeOrders();
        // When
        one.kill();
        one = instance("one");
        // Then
        assertAllIsDone("kill -9 and restart", AFTER_A_KILL);
        await().atMost(PATIENCE)
                .until(() -> namesOf("one").size() == 1 && cluster.members().size() == 2);
        assertThat(namesOf("one")).doesNotContainAnyElementsOf(before);
    }
}
