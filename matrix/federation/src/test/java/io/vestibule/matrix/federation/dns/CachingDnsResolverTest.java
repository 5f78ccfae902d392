package io.vestibule.matrix.federation.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.federation.Deadline;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachingDnsResolverTest {

    private static final DnsName A = new DnsName("a.example");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicReference<DnsAnswer<InetAddress>> answer = new AtomicReference<>();
    private final AtomicInteger asked = new AtomicInteger();

    private final CachingDnsResolver resolver = new CachingDnsResolver(
            new DnsResolver() {
                @Override
                public DnsAnswer<InetAddress> addresses(DnsName name, Deadline deadline) {
                    asked.incrementAndGet();
                    return answer.get();
                }

                @Override
                public DnsAnswer<SrvRecord> services(DnsName name, Deadline deadline) {
                    asked.incrementAndGet();
                    return new DnsAnswer.Found<>(List.of(new SrvRecord(1, 1, 1, "b.example")), Duration.ofSeconds(60));
                }
            },
            DnsSettings.DEFAULT,
            now::get);

    private static DnsAnswer<InetAddress> found(Duration ttl) {
        return new DnsAnswer.Found<>(List.of(InetAddress.ofLiteral("192.0.2.1")), ttl);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "30, 30", "3600, 3600", "100000, 3600"})
    void addresses_are_remembered_as_long_as_their_records_say_but_an_hour_at_most(int ttl, int kept)
            throws InterruptedException {
        // Given
        answer.set(found(Duration.ofSeconds(ttl)));
        resolver.addresses(A, Deadline.after(Duration.ofSeconds(5)));

        // When
        now.set(START.plusSeconds(Math.max(0, kept - 1)));
        resolver.addresses(A, Deadline.after(Duration.ofSeconds(5)));
        int beforeTheEnd = asked.get();
        now.set(START.plusSeconds(kept));
        resolver.addresses(A, Deadline.after(Duration.ofSeconds(5)));

        // Then
        assertThat(beforeTheEnd).isEqualTo(kept == 0 ? 2 : 1);
        assertThat(asked.get()).isGreaterThan(beforeTheEnd);
    }

    @Test
    void failures_and_absences_are_remembered_for_a_short_time() throws InterruptedException {
        // Given
        answer.set(new DnsAnswer.Failed<>("broken"));
        resolver.addresses(A, Deadline.after(Duration.ofSeconds(5)));
        answer.set(new DnsAnswer.Absent<>());

        // When
        DnsAnswer<InetAddress> still = resolver.addresses(A, Deadline.after(Duration.ofSeconds(5)));
        now.set(START.plusSeconds(6));
        DnsAnswer<InetAddress> anew = resolver.addresses(A, Deadline.after(Duration.ofSeconds(5)));

        // Then
        assertThat(still).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(anew).isInstanceOf(DnsAnswer.Absent.class);
        assertThat(asked).hasValue(2);
    }

    @Test
    void services_are_remembered_apart_from_addresses() throws InterruptedException {
        // Given
        answer.set(found(Duration.ofSeconds(60)));
        resolver.addresses(A, Deadline.after(Duration.ofSeconds(5)));

        // When
        resolver.services(A, Deadline.after(Duration.ofSeconds(5)));
        resolver.services(A, Deadline.after(Duration.ofSeconds(5)));

        // Then
        assertThat(asked).hasValue(2);
    }
}
