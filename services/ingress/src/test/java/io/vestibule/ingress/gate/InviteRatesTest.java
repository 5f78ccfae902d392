package io.vestibule.ingress.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.ingress.gate.InviteRates.Exceeded;
import io.vestibule.kit.config.Rate;
import io.vestibule.kit.config.StrangerLimits;
import io.vestibule.kit.metrics.Limit;
import io.vestibule.kit.rate.Buckets;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InviteRatesTest {

    private static final UserId ALICE = UserId.of("@alice:a.example");
    private static final UserId ANNE = UserId.of("@anne:a.example");
    private static final UserId EVE = UserId.of("@eve:e.example");
    private static final UserId BOB = UserId.of("@bob:us.example");
    private static final UserId CAROL = UserId.of("@carol:us.example");

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void each_limiter_counts_its_own_and_the_first_that_is_exceeded_is_named() {
        // Given
        InviteRates rates = rates("4/1m", "2/1m", "3/1m");

        // When
        Optional<Exceeded> one = rates.take(ALICE, BOB);
        Optional<Exceeded> two = rates.take(ALICE, BOB);
        Optional<Exceeded> bySender = rates.take(ALICE, BOB);
        Optional<Exceeded> another = rates.take(ANNE, BOB);
        Optional<Exceeded> byOrigin = rates.take(ANNE, CAROL);
        Optional<Exceeded> byInvited = rates.take(EVE, BOB);
        Optional<Exceeded> elsewhere = rates.take(EVE, CAROL);

        // Then
        assertThat(one).isEmpty();
        assertThat(two).isEmpty();
        assertThat(bySender).map(Exceeded::limit).contains(Limit.SENDER);
        assertThat(another).isEmpty();
        assertThat(byOrigin).map(Exceeded::limit).contains(Limit.ORIGIN);
        assertThat(byInvited).map(Exceeded::limit).contains(Limit.INVITED);
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void tokens_come_back_evenly_and_the_wait_is_told() {
        // Given
        InviteRates rates = rates("off", "6/1m", "off");
        IntStream.range(0, 6).forEach(i -> rates.take(ALICE, BOB));

        // When
        Exceeded exceeded = rates.take(ALICE, BOB).orElseThrow();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        Optional<Exceeded> afterTenSeconds = rates.take(ALICE, BOB);
        Optional<Exceeded> atOnceAgain = rates.take(ALICE, BOB);

        // Then
        assertThat(exceeded.retryAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(afterTenSeconds).isEmpty();
        assertThat(atOnceAgain).isPresent();
    }

    @Test
    void a_limiter_that_is_off_counts_nothing() {
        // Given
        InviteRates rates = rates("off", "off", "off");

        // When
        long refused = IntStream.range(0, 10_000)
                .filter(i -> rates.take(ALICE, BOB).isPresent())
                .count();

        // Then
        assertThat(refused).isZero();
    }

    @Test
    void a_flood_of_made_up_senders_takes_no_more_memory_than_is_set_and_frees_nobody_who_floods() {
        // Given
        Buckets<UserId> buckets = new Buckets<>(new Rate(5, Duration.ofHours(1)), 1_000, System::nanoTime);
        IntStream.range(0, 50).forEach(i -> buckets.take(EVE));

        // When
        for (int i = 0; i < 50_000; i++) {
            buckets.take(UserId.of("@made-up-" + i + ":e.example"));
            if (i % 100 == 0) {
                buckets.take(EVE);
            }
        }

        // Then
        assertThat(buckets.remembered()).isLessThanOrEqualTo(1_000);
        assertThat(buckets.take(EVE)).isPositive();
    }

    private InviteRates rates(String origin, String sender, String invited) {
        return new InviteRates(
                new StrangerLimits.Rates(Rate.parse(origin), Rate.parse(sender), Rate.parse(invited), 1_000, 10),
                nanos::get);
    }
}
