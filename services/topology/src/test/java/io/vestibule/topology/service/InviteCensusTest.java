package io.vestibule.topology.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.InviteStateType;
import io.vestibule.topology.codec.GlanceReader.Glance;
import io.vestibule.topology.service.InviteCensus.Count;
import io.vestibule.topology.service.InviteCensus.Standing;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InviteCensusTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void invites_are_counted_by_state_and_of_what_is_pending_the_oldest_is_known() {
        // Given
        Count count = new Count();
        // When
        count.add(new Glance(InviteStateType.KNOCKED, false, NOON.minusSeconds(60)));
        count.add(new Glance(InviteStateType.KNOCKED, false, NOON.minusSeconds(90)));
        count.add(new Glance(InviteStateType.LEFT, false, NOON.minusSeconds(500)));
        count.add(new Glance(InviteStateType.LEFT, true, NOON.minusSeconds(20)));
        count.add(new Glance(InviteStateType.NONE, false, NOON.minusSeconds(500)));
        // Then
        assertThat(count.of(Standing.KNOCKED)).isEqualTo(2);
        assertThat(count.of(Standing.LEFT)).isEqualTo(1);
        assertThat(count.of(Standing.LEAVING))
                .as("the room is still to be told")
                .isEqualTo(1);
        assertThat(count.of(Standing.INVITED)).isZero();
        assertThat(count.oldest(Standing.KNOCKED, NOON)).isEqualTo(Duration.ofSeconds(90));
        assertThat(count.oldest(Standing.LEAVING, NOON)).isEqualTo(Duration.ofSeconds(20));
        assertThat(count.oldest(Standing.LEFT, NOON)).as("nobody waits for it").isZero();
        assertThat(count.oldest(Standing.JOINING, NOON)).isZero();
    }
}
