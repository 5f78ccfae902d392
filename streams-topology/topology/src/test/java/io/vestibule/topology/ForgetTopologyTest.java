package io.vestibule.topology;

import static io.vestibule.topology.Cast.BOB;
import static io.vestibule.topology.Cast.CAROL;
import static io.vestibule.topology.Cast.ROOM;
import static io.vestibule.topology.Cast.accept;
import static io.vestibule.topology.Cast.forget;
import static io.vestibule.topology.Cast.invite;
import static io.vestibule.topology.Cast.result;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.schemas.catalog.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgetTopologyTest {

    @TempDir
    Path dir;

    private TopologyHarness hall;

    @BeforeEach
    void start() {
        hall = new TopologyHarness(dir);
    }

    @AfterEach
    void stop() {
        hall.close();
    }

    private void bobJoins() {
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$i1", "b.example"));
        hall.send(Topics.INVITES_COMMANDS, "", accept("join-of-bob", BOB));
        hall.send(
                Topics.INVITES_HANDSHAKE_RESULTS,
                ROOM,
                result(hall.orders().getLast(), WorkResultType.PREPARED)
                        .setServer("b.example")
                        .setEventId("$join")
                        .setEventJson("{\"state_key\":\"" + BOB + "\"}")
                        .build());
        hall.send(
                Topics.INVITES_HANDSHAKE_RESULTS,
                ROOM,
                result(hall.orders().getLast(), WorkResultType.SUBMITTED)
                        .setServer("b.example")
                        .setImportId("import")
                        .build());
        assertThat(hall.outcomes()).extracting(CommandOutcome::getOutcome).containsExactly(OutcomeType.JOINED);
    }

    @Test
    void no_store_names_a_user_who_was_forgotten_and_the_view_is_a_tombstone() {
        // Given
        bobJoins();
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(CAROL, "$i2", "b.example"));
        assertThat(rowsNaming(BOB)).isGreaterThanOrEqualTo(3);
        // When
        hall.send(Topics.INVITES_COMMANDS, "", forget("c2", BOB, false));
        // Then
        assertThat(hall.outcomes()).extracting(CommandOutcome::getOutcome).containsExactly(OutcomeType.FORGOTTEN);
        assertThat(rowsNaming(BOB)).isZero();
        assertThat(hall.views()).containsEntry(ROOM + "\0" + BOB, null);
        assertThat(hall.keysOf(Section.COMMANDS)).isZero();
        assertThat(rowsNaming(CAROL)).isPositive();
    }

    @Test
    void outcomes_that_the_same_decision_gives_are_not_kept_either() {
        // Given
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$i1", "b.example"));
        hall.send(Topics.INVITES_COMMANDS, "", accept("join-of-bob", BOB));
        // When
        hall.send(Topics.INVITES_COMMANDS, "", forget("c2", BOB, true));
        // Then
        assertThat(hall.outcomes())
                .extracting(CommandOutcome::getOutcome)
                .containsExactly(OutcomeType.CANCELLED, OutcomeType.FORGOTTEN);
        assertThat(rowsNaming(BOB)).isZero();
        assertThat(hall.keysOf(Section.COMMANDS)).isZero();
    }

    @Test
    void what_was_forgotten_leaves_nothing_that_falls_due_but_hashes_and_routes() {
        // Given
        bobJoins();
        hall.send(Topics.INVITES_COMMANDS, "", forget("c2", BOB, false));
        assertThat(hall.keysOf(Section.DUE)).as("a hash and a room").isEqualTo(2);
        // When
        hall.pass(Duration.ofDays(181));
        hall.pass(Duration.ofDays(185));
        hall.pass(Duration.ofSeconds(1));
        // Then
        assertThat(hall.keysOf(Section.HASHES)).isZero();
        assertThat(hall.keysOf(Section.ROOMS)).isZero();
        assertThat(hall.keysOf(Section.DUE)).as("where restating stands").isEqualTo(1);
        assertThat(hall.store(Section.DUE).get(Keys.RESTATEMENT)).isNotNull();
        assertThat(hall.deadLetters()).isEmpty();
    }

    private int rowsNaming(String user) {
        int rows = 0;
        for (Section section : Section.values()) {
            try (KeyValueIterator<Bytes, byte[]> all = hall.store(section).all()) {
                while (all.hasNext()) {
                    KeyValue<Bytes, byte[]> row = all.next();
                    String text = new String(row.key.get(), ISO_8859_1) + new String(row.value, ISO_8859_1);
                    rows += text.contains(user) ? 1 : 0;
                }
            }
        }
        return rows;
    }
}
