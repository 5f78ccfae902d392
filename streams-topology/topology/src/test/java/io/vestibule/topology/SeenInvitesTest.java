package io.vestibule.topology;

import static io.vestibule.topology.Cast.BOB;
import static io.vestibule.topology.Cast.CAROL;
import static io.vestibule.topology.Cast.ROOM;
import static io.vestibule.topology.Cast.forget;
import static io.vestibule.topology.Cast.invite;
import static io.vestibule.topology.Cast.inviteWithChosenId;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.catalog.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No invite is taken twice, and what is kept for that is kept once. */
class SeenInvitesTest {

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

    private void received(InviteReceived invite) {
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite);
    }

    @Test
    void an_invite_that_is_the_newest_of_its_user_stands_in_the_record_alone() {
        // When
        received(invite(BOB, "$i1", "b.example"));
        received(invite(CAROL, "$i2", "b.example"));
        // Then
        assertThat(hall.keysOf(Section.HASHES)).isZero();
        assertThat(hall.keysOf(Section.DUE)).as("the room").isEqualTo(1);
    }

    @Test
    void an_invite_that_was_replaced_is_remembered_and_not_taken_again() {
        // Given
        received(invite(BOB, "$i1", "b.example"));
        received(invite(BOB, "$i2", "b.example"));
        hall.events();
        // When
        received(invite(BOB, "$i1", "b.example"));
        received(invite(BOB, "$i2", "b.example"));
        // Then
        assertThat(hall.events()).isEmpty();
        assertThat(hall.keysOf(Section.HASHES)).isEqualTo(1);
    }

    @Test
    void an_invite_whose_user_was_forgotten_is_not_taken_again_until_its_time_is_over() {
        // Given
        received(invite(BOB, "$i1", "b.example"));
        hall.pass(Duration.ofDays(100));
        hall.send(Topics.INVITES_COMMANDS, "", forget("c1", BOB, true));
        hall.events();
        // When
        received(invite(BOB, "$i1", "b.example"));
        // Then
        assertThat(hall.events()).isEmpty();
        // When
        hall.pass(Duration.ofDays(79));
        // Then
        assertThat(hall.keysOf(Section.HASHES)).isEqualTo(1);
        // When
        hall.pass(Duration.ofDays(2));
        // Then
        assertThat(hall.keysOf(Section.HASHES)).as("180 days after it came").isZero();
    }

    @Test
    void an_invite_that_is_given_up_after_its_time_is_not_remembered_at_all() {
        // Given
        received(invite(BOB, "$i1", "b.example"));
        hall.pass(Duration.ofDays(181));
        // When
        received(invite(BOB, "$i2", "b.example"));
        // Then
        assertThat(hall.keysOf(Section.HASHES)).isZero();
        assertThat(hall.keysOf(Section.DUE))
                .as("the room, and where restating stands")
                .isEqualTo(2);
    }

    @Test
    void an_event_id_that_a_server_chose_is_remembered_at_once_for_all_users() {
        // Given
        received(inviteWithChosenId(BOB, "$chosen:a.example"));
        hall.events();
        // When
        received(invite(CAROL, "$chosen:a.example"));
        // Then
        assertThat(hall.events()).extracting(LedgerEvent::getType).containsExactly(LedgerEventType.INVITE_REFUSED);
        assertThat(hall.keysOf(Section.HASHES)).isEqualTo(1);
    }
}
