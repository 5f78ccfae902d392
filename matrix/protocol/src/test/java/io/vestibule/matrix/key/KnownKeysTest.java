package io.vestibule.matrix.key;

import static io.vestibule.matrix.key.KeyCast.A;
import static io.vestibule.matrix.key.KeyCast.DAY;
import static io.vestibule.matrix.key.KeyCast.answer;
import static io.vestibule.matrix.key.KeyCast.id;
import static io.vestibule.matrix.key.KeyCast.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.crypto.SigningKeyFile.OldKey;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownKeysTest {

    private static final long NOW = 1_800_000_000_000L;

    @Test
    void a_current_key_authenticates_requests_until_its_answer_ends() {
        // When
        KnownKeys known = KnownKeys.NONE.with(answer(A, NOW + DAY, NOW, "one"));
        // Then
        assertThat(known.serving(request(NOW + DAY))).containsOnlyKeys(id("one"));
        assertThat(known.serving(request(NOW + DAY + 1))).isEmpty();
    }

    @Test
    void a_retired_key_verifies_events_of_its_time_and_authenticates_no_request() {
        // Given
        ServerKeys keys = new ServerKeys(
                A,
                Map.of(id("two"), key("two").verifyKey()),
                Map.of(id("one"), new OldKey(key("one").verifyKey(), NOW - DAY)),
                NOW + DAY,
                NOW);
        // When
        KnownKeys known = KnownKeys.NONE.with(keys);
        // Then
        assertThat(known.serving(event(NOW - DAY))).containsOnlyKeys(id("one"));
        assertThat(known.serving(event(NOW - DAY + 1))).isEmpty();
        assertThat(known.serving(request(NOW - DAY))).isEmpty();
        assertThat(known.serving(KeyRequest.forEventOfAnyAge(A, Set.of(id("one")))))
                .containsOnlyKeys(id("one"));
    }

    @Test
    void a_key_that_its_server_no_longer_lists_still_verifies_what_it_could() {
        // When
        KnownKeys known =
                KnownKeys.NONE.with(answer(A, NOW + DAY, NOW, "one")).with(answer(A, NOW + 2 * DAY, NOW + DAY, "two"));
        // Then
        assertThat(known.serving(request(NOW))).isEmpty();
        assertThat(known.serving(event(NOW + DAY))).containsOnlyKeys(id("one"));
        assertThat(known.serving(event(NOW + DAY + 1))).isEmpty();
    }

    @Test
    void an_older_answer_that_comes_late_brings_no_key_back() {
        // When
        KnownKeys known =
                KnownKeys.NONE.with(answer(A, NOW + 2 * DAY, NOW, "two")).with(answer(A, NOW + DAY, NOW, "one"));
        // Then
        assertThat(known.serving(request(NOW))).isEmpty();
        assertThat(known.serving(event(NOW))).containsOnlyKeys(id("one"));
        assertThat(known.serving(KeyRequest.forRequest(A, Set.of(id("two")), NOW)))
                .containsOnlyKeys(id("two"));
    }

    @Test
    void a_refresh_is_due_when_half_of_the_usable_life_is_over() {
        // When
        KnownKeys known = KnownKeys.NONE.with(answer(A, NOW + 100 * DAY, NOW, "one"));
        // Then
        assertThat(known.isRefreshDue(NOW + 7 * DAY / 2)).isFalse();
        assertThat(known.isRefreshDue(NOW + 7 * DAY / 2 + 1)).isTrue();
    }

    @Test
    void a_server_that_changes_its_keys_all_the_time_fills_no_memory() {
        // Given
        KnownKeys known = KnownKeys.NONE;
        // When
        for (int i = 0; i < 1000; i++) {
            known = known.with(answer(A, NOW + i, NOW, "k" + i));
        }
        // Then
        int kept = 0;
        for (int i = 0; i < 1000; i++) {
            kept += known.serving(KeyRequest.forEventOfAnyAge(A, Set.of(id("k" + i))))
                    .size();
        }
        assertThat(kept).isLessThanOrEqualTo(2 * ServerKeys.MOST_KEYS);
        assertThat(known.serving(KeyRequest.forEventOfAnyAge(A, Set.of(id("k999")))))
                .isNotEmpty();
    }

    private static KeyRequest request(long nowTs) {
        return KeyRequest.forRequest(A, Set.of(id("one")), nowTs);
    }

    private static KeyRequest event(long originServerTs) {
        return KeyRequest.forEvent(A, Set.of(id("one")), originServerTs);
    }
}
