package io.vestibule.topology;

import static io.vestibule.topology.Cast.BOB;
import static io.vestibule.topology.Cast.CAROL;
import static io.vestibule.topology.Cast.ROOM;
import static io.vestibule.topology.Cast.accept;
import static io.vestibule.topology.Cast.invite;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.schemas.AcceptInvite;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.catalog.SizeBudget;
import io.vestibule.schemas.catalog.Topics;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureTest {

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

    @Test
    void bytes_that_are_no_record_are_dead_letters_with_coordinates_and_the_room_goes_on() {
        // Given
        byte[] garbage = "not Avro at all".getBytes(UTF_8);
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(CAROL, "$i0", "b.example"));
        // When
        hall.sendBytes(Topics.INVITES_RECEIVED, ROOM, garbage);
        hall.sendBytes(Topics.INVITES_COMMANDS, ROOM, garbage);
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$i1", "b.example"));
        // Then
        List<DeadLetter> letters = hall.deadLetters();
        assertThat(letters)
                .extracting(DeadLetter::getTopic, DeadLetter::getOffset, DeadLetter::getStage)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("invites.received", 1L, "topology.read"),
                        org.assertj.core.groups.Tuple.tuple("invites.commands", 0L, "topology.rekey"));
        assertThat(letters)
                .allSatisfy(letter -> assertThat(letter.getValue().array()).isEqualTo(garbage));
        assertThat(hall.views()).containsKey(ROOM + "\0" + BOB);
        assertThat(hall.counted.buried).containsExactlyInAnyOrder("topology.read", "topology.rekey");
    }

    @Test
    void what_is_decided_is_counted_by_the_topic_that_it_came_from() {
        // When
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$i1", "b.example"));
        hall.send(Topics.INVITES_COMMANDS, ROOM, accept("c1", BOB));
        hall.send(Topics.INVITES_COMMANDS, ROOM, accept("c1", CAROL));
        // Then
        assertThat(hall.counted.decided)
                .containsExactly(
                        "invites.received after PT0S", "invites.commands after PT0S", "invites.commands after PT0S");
        assertThat(hall.counted.told)
                .containsExactlyElementsOf(
                        hall.events().stream().map(LedgerEvent::getType).toList());
        assertThat(hall.counted.concluded)
                .containsExactlyElementsOf(
                        hall.outcomes().stream().map(CommandOutcome::getOutcome).toList());
    }

    @Test
    void a_record_with_an_identifier_that_is_none_is_a_dead_letter_that_quotes_it() {
        // Given
        InviteReceived wrong =
                InviteReceived.newBuilder(invite(BOB, "$i1")).setSender("alice").build();
        // When
        hall.send(Topics.INVITES_RECEIVED, ROOM, wrong);
        // Then
        assertThat(hall.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.getReason()).contains("alice"));
        assertThat(hall.events()).isEmpty();
    }

    @Test
    void a_command_whose_user_is_none_is_answered_and_a_repeat_gets_the_identical_answer() {
        // Given
        InviteCommand wrong =
                InviteCommand.newBuilder(accept("c1", BOB)).setUserId("bob").build();
        // When
        hall.send(Topics.INVITES_COMMANDS, ROOM, wrong);
        hall.send(Topics.INVITES_COMMANDS, ROOM, wrong);
        // Then
        List<CommandOutcome> outcomes = hall.outcomes();
        assertThat(outcomes).hasSize(2);
        assertThat(outcomes.getFirst().getOutcome()).isEqualTo(OutcomeType.INVALID_COMMAND);
        assertThat(outcomes.getFirst().getDetail()).contains("bob");
        assertThat(outcomes.getLast()).isEqualTo(outcomes.getFirst());
    }

    @Test
    void a_command_that_cannot_be_answered_is_a_dead_letter() {
        // Given
        InviteCommand nameless =
                InviteCommand.newBuilder(accept("c1", BOB)).setCommandId("").build();
        InviteCommand roomless =
                InviteCommand.newBuilder(accept("c1", BOB)).setRoomId("").build();
        // When
        hall.send(Topics.INVITES_COMMANDS, ROOM, nameless);
        hall.send(Topics.INVITES_COMMANDS, ROOM, roomless);
        // Then
        assertThat(hall.deadLetters()).hasSize(2);
        assertThat(hall.outcomes()).isEmpty();
    }

    @Test
    void what_cannot_be_written_is_an_internal_error_and_a_dead_letter_and_the_room_goes_on() {
        // Given
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$i1", "b.example"));
        String huge = "x".repeat(SizeBudget.DERIVED_RECORD);
        InviteCommand tooLarge = InviteCommand.newBuilder(accept("c1", BOB))
                .setAccept(AcceptInvite.newBuilder().setDisplayname(huge).build())
                .build();
        // When
        hall.send(Topics.INVITES_COMMANDS, ROOM, tooLarge);
        hall.send(Topics.INVITES_COMMANDS, ROOM, accept("c2", BOB));
        // Then
        assertThat(hall.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.getCommandId()).isEqualTo("c1");
            assertThat(outcome.getOutcome()).isEqualTo(OutcomeType.INTERNAL_ERROR);
        });
        assertThat(hall.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.getStage()).isEqualTo("topology.decide"));
        assertThat(hall.orders()).hasSize(1);
    }

    @Test
    void a_registry_that_cannot_be_asked_stops_the_thread_and_buries_nothing() {
        // Given
        try (TopologyHarness cutOff = TopologyHarness.withoutRegistry(dir.resolve("cut-off"))) {
            byte[] framed = {0, 0, 0, 0, 7, 1, 2, 3};
            // When
            // Then
            assertThatThrownBy(() -> cutOff.sendBytes(Topics.INVITES_RECEIVED, ROOM, framed))
                    .hasStackTraceContaining("registry");
        }
    }

    @Test
    void coordinates_are_those_of_the_foreign_topic_whatever_its_producer_claims() {
        // Given
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$i1", "b.example"));
        hall.events();
        // When
        hall.sendWithHeader(
                Topics.INVITES_COMMANDS, ROOM, accept("c1", BOB), "vestibule-origin", "7:7:invites.received");
        // Then
        assertThat(hall.events()).isNotEmpty().extracting(LedgerEvent::getTopic).containsOnly("invites.commands");
    }
}
