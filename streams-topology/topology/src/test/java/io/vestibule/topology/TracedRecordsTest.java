package io.vestibule.topology;

import static io.vestibule.topology.Cast.ALICE;
import static io.vestibule.topology.Cast.BOB;
import static io.vestibule.topology.Cast.ROOM;
import static io.vestibule.topology.Cast.accept;
import static io.vestibule.topology.Cast.invite;
import static io.vestibule.topology.Cast.reject;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.model.Input;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers tell of a decision to those who trace, and to nobody else. */
class TracedRecordsTest {

    private static final List<Topic<?>> OUTPUTS =
            List.of(Topics.INVITES_EVENTS, Topics.INVITES_STATE, Topics.INVITES_HANDSHAKES, Topics.INVITES_OUTCOMES);
    private static final String CAME = "00-11111111111111111111111111111111-2222222222222222-01";
    private static final String GOES = "00-11111111111111111111111111111111-3333333333333333-01";

    @TempDir
    Path dir;

    private final List<String> heard = new ArrayList<>();

    /** Answers {@link #GOES} to whatever it hears of. */
    private TopologyHarness traced(String name) {
        return new TopologyHarness(dir.resolve(name), (input, moment, headers, decision) -> {
            Header header = headers == null ? null : headers.lastHeader(DecisionTracer.HEADER);
            String came = headers == null ? "time" : header == null ? "no header" : new String(header.value(), UTF_8);
            heard.add(input.getClass().getSimpleName() + " " + came);
            return input instanceof Input.MembershipChanged ? null : GOES.getBytes(UTF_8);
        });
    }

    private static void play(TopologyHarness hall) {
        hall.sendWithHeader(
                Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$i1", "b.example"), DecisionTracer.HEADER, CAME);
        hall.sendWithHeader(Topics.INVITES_COMMANDS, ALICE, accept("c1", BOB), DecisionTracer.HEADER, CAME);
        hall.send(Topics.INVITES_COMMANDS, ROOM, reject("c2", BOB));
        hall.pass(Duration.ofSeconds(6));
    }

    @Test
    void a_decision_hears_the_header_of_its_record_also_through_the_repartition() {
        // Given
        try (TopologyHarness hall = traced("traced")) {
            // When
            play(hall);
        }
        // Then
        assertThat(heard)
                .startsWith("InviteReceived " + CAME, "CommandReceived " + CAME, "CommandReceived no header")
                .contains("TimerFired time");
    }

    @Test
    void all_that_follows_from_a_decision_carries_what_was_answered() {
        // Given
        try (TopologyHarness hall = traced("traced")) {
            // When
            play(hall);
            // Then
            for (Topic<?> topic : OUTPUTS) {
                assertThat(hall.rawRecords(topic))
                        .as(topic.name())
                        .isNotEmpty()
                        .allSatisfy(record -> assertThat(record.headers())
                                .extracting(header -> header.key() + " " + new String(header.value(), UTF_8))
                                .containsExactly(DecisionTracer.HEADER + " " + GOES));
            }
        }
    }

    @Test
    void values_and_stores_are_the_same_traced_or_not_and_untraced_no_header_is_added() {
        // Given
        try (TopologyHarness with = traced("traced");
                TopologyHarness without = new TopologyHarness(dir.resolve("plain"))) {
            // When
            play(with);
            play(without);
            // Then
            for (Topic<?> topic : OUTPUTS) {
                List<TestRecord<byte[], byte[]>> plain = without.rawRecords(topic);
                assertThat(plain)
                        .isNotEmpty()
                        .allSatisfy(
                                record -> assertThat(record.headers().toArray()).isEmpty());
                assertThat(with.rawRecords(topic))
                        .as(topic.name())
                        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("headers")
                        .containsExactlyElementsOf(plain);
            }
            assertThat(with.stateBytes(ROOM, BOB)).isEqualTo(without.stateBytes(ROOM, BOB));
        }
    }
}
