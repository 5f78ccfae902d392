package io.vestibule.topology.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.EventId;
import io.vestibule.model.InviteRecord;
import io.vestibule.model.InviteState;
import io.vestibule.model.MemberEvent;
import io.vestibule.topology.service.InviteCensus.Count;
import io.vestibule.topology.service.InviteCensus.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InviteCensusTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static InviteRecord record(InviteState state, Instant since) {
        return new InviteRecord(state, null, null, List.of(), List.of(), List.of(), List.of(), List.of(), since, 1);
    }

    @Test
    void invites_are_counted_by_state_and_of_what_is_pending_the_oldest_is_known() {
        // Given
        InviteState knocked = new InviteState.Knocked(EventId.of("$k"));
        InviteState left = new InviteState.Left(null, MemberEvent.known(EventId.of("$l")), null, false, null);
        Count count = new Count();
        // When
        count.add(record(knocked, NOON.minusSeconds(60)));
        count.add(record(knocked, NOON.minusSeconds(90)));
        count.add(record(left, NOON.minusSeconds(500)));
        count.add(record(new InviteState.None(), NOON.minusSeconds(500)));
        // Then
        assertThat(count.of(Standing.KNOCKED)).isEqualTo(2);
        assertThat(count.of(Standing.LEFT)).isEqualTo(1);
        assertThat(count.of(Standing.INVITED)).isZero();
        assertThat(count.oldest(Standing.KNOCKED, NOON)).isEqualTo(Duration.ofSeconds(90));
        assertThat(count.oldest(Standing.LEFT, NOON)).as("nobody waits for it").isZero();
        assertThat(count.oldest(Standing.JOINING, NOON)).isZero();
    }
}
