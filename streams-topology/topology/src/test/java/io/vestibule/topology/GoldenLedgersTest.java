package io.vestibule.topology;

import static io.vestibule.topology.Cast.BOB;
import static io.vestibule.topology.Cast.CAROL;
import static io.vestibule.topology.Cast.ROOM;
import static io.vestibule.topology.Cast.forget;
import static io.vestibule.topology.Cast.invite;
import static io.vestibule.topology.Cast.sendInvite;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.MembershipChanged;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.topology.GoldenLedger.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a release wrote means the same for ever: the ledger of every release, folded today, gives what its stores held then.
 *
 * <p>A release is frozen by {@code ./mvnw -pl streams-topology/topology -am test -Dtest=GoldenLedgersTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dledger.freeze=VERSION}; the same command freezes a version again as long as it is
 * not out.
 */
class GoldenLedgersTest {

    private static final Duration WINDOW = Duration.ofHours(3);
    private static final int SEED = 2026;

    /** Wake-ups follow from these and from the configuration, which may change. */
    private static final List<Section> RECORDS =
            List.of(Section.ROOMS, Section.INVITES, Section.HASHES, Section.COMMANDS, Section.OUTBOUND);

    @TempDir
    Path dir;

    static List<GoldenLedger> releases() throws IOException {
        return GoldenLedger.all();
    }

    @ParameterizedTest
    @MethodSource("releases")
    void the_ledger_of_a_release_gives_what_its_stores_held(GoldenLedger release) {
        // Given
        MapCells cells = new MapCells();
        LedgerFold fold = new LedgerFold(cells, TopologyHarness.settings(), false);
        // When
        release.events().forEach(fold::apply);
        fold.schedule(Instant.ofEpochMilli(release.events().getLast().getDecidedAt()));
        cells.drop(Section.DUE);
        // Then
        MapCells held = new MapCells();
        release.stores().forEach(entry -> held.put(entry.section(), entry.key(), today(entry)));
        assertThat(cells.text()).as("stores of " + release.version()).isEqualTo(held.text());
    }

    @Test
    void the_newest_ledger_holds_every_kind_of_event() throws IOException {
        // Given
        GoldenLedger newest = releases().getLast();
        // When
        EnumSet<LedgerEventType> told = newest.events().stream()
                .map(LedgerEvent::getType)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(LedgerEventType.class)));
        // Then
        assertThat(EnumSet.complementOf(told)).containsExactly(LedgerEventType.UNKNOWN);
    }

    @Test
    @EnabledIfSystemProperty(named = "ledger.freeze", matches = ".+")
    void freeze() throws IOException {
        // Given
        List<LedgerEvent> ledger = new ArrayList<>();
        try (TopologyHarness hall =
                new TopologyHarness(dir, TopologyHarness.settings().ledgerWindow(WINDOW))) {
            RandomLife life = new RandomLife(hall, SEED);
            // When
            for (int burst = 0; burst < 8; burst++) {
                rare(hall, burst);
                life.live(100);
                for (int tick = 0; tick < 30; tick++) {
                    hall.pass(Duration.ofMinutes(1));
                }
                ledger.addAll(hall.events());
            }
            // Then
            assertThat(hall.deadLetters()).isEmpty();
            new GoldenLedger(System.getProperty("ledger.freeze"), ledger, entries(hall)).freeze();
        }
    }

    /** What random life hardly ever comes to. */
    private static void rare(TopologyHarness hall, int burst) {
        hall.send(Topics.INVITES_COMMANDS, "", sendInvite("first" + burst, "the same " + burst));
        hall.send(Topics.INVITES_COMMANDS, "", sendInvite("second" + burst, "the same " + burst));
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$rare" + burst, "b.example"));
        hall.send(
                Topics.HOMESERVER_MEMBERSHIPS,
                "",
                MembershipChanged.newBuilder()
                        .setRoomId(ROOM)
                        .setUserId(BOB)
                        .setMembership(Membership.JOIN)
                        .setEventId("$joined" + burst)
                        .setAuthEventIds(List.of("$rare" + burst))
                        .build());
        hall.send(Topics.INVITES_COMMANDS, "", forget("forget" + burst, CAROL, true));
        hall.pass(burst == 6 ? Duration.ofDays(400) : Duration.ofHours(1));
    }

    private static List<Entry> entries(TopologyHarness hall) {
        List<Entry> entries = new ArrayList<>();
        for (Section section : RECORDS) {
            try (KeyValueIterator<Bytes, byte[]> held = hall.store(section).all()) {
                held.forEachRemaining(entry -> entries.add(new Entry(section, entry.key.get(), entry.value)));
            }
        }
        return entries;
    }

    /** The value as this release writes what the other one wrote. */
    private static byte[] today(Entry entry) {
        byte[] then = entry.value();
        return switch (entry.section()) {
            case ROOMS -> RoomStores.ROOM.write(RoomStores.ROOM.read(then));
            case INVITES -> RoomStores.INVITE.write(RoomStores.INVITE.read(then));
            case HASHES -> RoomStores.HASH.write(RoomStores.HASH.read(then));
            case COMMANDS -> RoomStores.OUTCOME.write(RoomStores.OUTCOME.read(then));
            case OUTBOUND -> RoomStores.OUTGOING.write(RoomStores.OUTGOING.read(then));
            case DUE -> throw new IllegalArgumentException("wake-ups are not kept in a golden ledger");
        };
    }
}
