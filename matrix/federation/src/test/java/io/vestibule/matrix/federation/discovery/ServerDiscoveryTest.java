package io.vestibule.matrix.federation.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.address.AddressGuard;
import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerDiscoveryTest {

    private static final String A_WELL_KNOWN = "https://a.example/.well-known/matrix/server";
    private static final String TO_B = "{\"m.server\":\"b.example\"}";

    private final ScriptedWeb web = new ScriptedWeb();
    private final ScriptedDns dns = new ScriptedDns();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final ServerDiscovery discovery = new ServerDiscovery(
            DiscoverySettings.DEFAULT,
            new ServerDiscovery.Surroundings(
                    dns, AddressGuard.allowing(List.of()), web, now::get, () -> new SplittableRandom(1)));

    private Discovery discover(String name) throws InterruptedException {
        return discovery.discover(ServerName.of(name), Deadline.after(Duration.ofSeconds(20)));
    }

    /** Address, port, certificate and authority of each target in one line. */
    private List<String> targets(String name) throws InterruptedException {
        return ((Discovery.Located) discover(name))
                .targets().stream()
                        .map(target -> target.address().getHostAddress() + " " + target.port() + " "
                                + (target.tlsName() == null ? "-" : target.tlsName()) + " " + target.authority())
                        .toList();
    }

    @Test
    void step_1_an_IP_literal_is_used_as_it_is() throws InterruptedException {
        assertThat(targets("8.8.4.4")).containsExactly("8.8.4.4 8448 - 8.8.4.4");
        assertThat(targets("8.8.4.4:80")).containsExactly("8.8.4.4 80 - 8.8.4.4:80");
        assertThat(targets("[2606:4700::1111]:443"))
                .containsExactly("2606:4700:0:0:0:0:0:1111 443 - [2606:4700::1111]:443");
        assertThat(web.asked()).isEmpty();
        assertThat(dns.asked()).isEmpty();
    }

    @Test
    void step_2_a_name_with_a_port_is_resolved_and_nothing_else() throws InterruptedException {
        // Given
        dns.host("a.example", "8.8.8.1", "2606:4700::1");

        // When
        List<String> targets = targets("A.example:8000");

        // Then
        assertThat(targets)
                .containsExactly(
                        "8.8.8.1 8000 a.example A.example:8000", "2606:4700:0:0:0:0:0:1 8000 a.example A.example:8000");
        assertThat(web.asked()).isEmpty();
        assertThat(dns.asked()).containsExactly("A a.example");
    }

    @Test
    void step_3_1_a_delegation_to_an_IP_literal() throws InterruptedException {
        // Given
        web.serves(A_WELL_KNOWN, 200, "{\"m.server\":\"8.8.4.4\"}");

        // When
        List<String> targets = targets("a.example");

        // Then
        assertThat(targets).containsExactly("8.8.4.4 8448 - 8.8.4.4");
        assertThat(dns.asked()).isEmpty();
    }

    @Test
    void step_3_2_a_delegation_to_a_name_with_a_port() throws InterruptedException {
        // Given
        web.serves(A_WELL_KNOWN, 200, "{\"m.server\":\"b.example:443\"}");
        dns.host("b.example", "8.8.8.2").service("_matrix-fed._tcp.b.example", 1, 1, "c.example");

        // When
        List<String> targets = targets("a.example");

        // Then
        assertThat(targets).containsExactly("8.8.8.2 443 b.example b.example:443");
    }

    @Test
    void step_3_3_a_delegation_to_a_name_with_SRV_keeps_the_delegated_name_for_certificate_and_host()
            throws InterruptedException {
        // Given
        web.serves(A_WELL_KNOWN, 200, TO_B);
        dns.service("_matrix-fed._tcp.b.example", 10, 4443, "c.example").host("c.example", "8.8.8.3");

        // When
        List<String> targets = targets("a.example");

        // Then
        assertThat(targets).containsExactly("8.8.8.3 4443 b.example b.example");
    }

    @Test
    void step_3_4_a_delegation_to_a_name_with_deprecated_SRV() throws InterruptedException {
        // Given
        web.serves(A_WELL_KNOWN, 200, TO_B);
        dns.service("_matrix._tcp.b.example", 10, 4443, "c.example").host("c.example", "8.8.8.3");

        // When
        List<String> targets = targets("a.example");

        // Then
        assertThat(targets).containsExactly("8.8.8.3 4443 b.example b.example");
    }

    @Test
    void step_3_5_a_delegation_to_a_name_without_SRV() throws InterruptedException {
        // Given
        web.serves(A_WELL_KNOWN, 200, TO_B);
        dns.host("b.example", "8.8.8.2");

        // When
        List<String> targets = targets("a.example");

        // Then
        assertThat(targets).containsExactly("8.8.8.2 8448 b.example b.example");
    }

    @Test
    void step_4_SRV_without_well_known_in_the_order_of_priority_and_with_all_addresses() throws InterruptedException {
        // Given
        dns.service("_matrix-fed._tcp.a.example", 20, 2, "late.example")
                .service("_matrix-fed._tcp.a.example", 10, 1, "early.example")
                .host("early.example", "8.8.8.1", "2606:4700::1")
                .host("late.example", "8.8.8.2");

        // When
        List<String> targets = targets("a.example");

        // Then
        assertThat(targets)
                .containsExactly(
                        "8.8.8.1 1 a.example a.example",
                        "2606:4700:0:0:0:0:0:1 1 a.example a.example",
                        "8.8.8.2 2 a.example a.example");
    }

    @Test
    void step_5_deprecated_SRV_is_asked_for_only_when_there_is_no_other() throws InterruptedException {
        // Given
        dns.service("_matrix-fed._tcp.a.example", 1, 1, "new.example")
                .service("_matrix._tcp.a.example", 1, 1, "old.example")
                .service("_matrix._tcp.b.example", 1, 1, "old.example")
                .host("new.example", "8.8.8.1")
                .host("old.example", "8.8.8.2");

        // When
        List<String> both = targets("a.example");
        List<String> oldAlone = targets("b.example");

        // Then
        assertThat(both).containsExactly("8.8.8.1 1 a.example a.example");
        assertThat(oldAlone).containsExactly("8.8.8.2 1 b.example b.example");
        assertThat(dns.asked()).doesNotContain("SRV _matrix._tcp.a.example");
    }

    @Test
    void step_6_nothing_but_addresses() throws InterruptedException {
        // Given
        dns.host("a.example", "8.8.8.1").broken("_matrix-fed._tcp.a.example");

        // When
        List<String> targets = targets("a.example");

        // Then
        assertThat(targets).containsExactly("8.8.8.1 8448 a.example a.example");
    }

    @Test
    void an_SRV_target_of_the_root_says_that_there_is_no_server() throws InterruptedException {
        // Given
        dns.host("a.example", "8.8.8.1").service("_matrix-fed._tcp.a.example", 0, 0, "");

        // When
        Discovery found = discover("a.example");

        // Then
        assertThat(found).isInstanceOf(Discovery.Unresolved.class);
    }

    @Test
    void an_SRV_target_that_leads_nowhere_is_passed_over() throws InterruptedException {
        // Given
        dns.service("_matrix-fed._tcp.a.example", 1, 1, "gone.example")
                .service("_matrix-fed._tcp.a.example", 2, 2, "127.1")
                .service("_matrix-fed._tcp.a.example", 3, 3, "here.example")
                .host("here.example", "8.8.8.3");

        // When
        List<String> targets = targets("a.example");

        // Then
        assertThat(targets).containsExactly("8.8.8.3 3 a.example a.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:8448",
                "[::1]",
                "[::ffff:10.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[::127.0.0.1]",
                "[::ffff:0:127.0.0.1]",
                "[2002:7f00:1::]",
                "[64:ff9b:1::1]",
                "private.example:8448",
                "private.example",
                "srv.example",
                "srv-nat64.example",
                "delegates-to-nat64.example",
                "mapped.example:1",
                "delegates-to-private.example",
            })
    void a_server_at_a_blocked_address_is_not_located(String name) throws InterruptedException {
        // Given
        dns.host("private.example", "10.1.1.1", "fd00::1")
                .host("mapped.example", "::ffff:192.168.0.1")
                .host("nat64.example", "64:ff9b::10.0.0.1")
                .service("_matrix-fed._tcp.srv.example", 1, 22, "private.example")
                .service("_matrix-fed._tcp.srv-nat64.example", 1, 22, "nat64.example");
        web.serves(
                "https://delegates-to-nat64.example/.well-known/matrix/server",
                200,
                "{\"m.server\":\"[64:ff9b::7f00:1]\"}");
        web.serves(
                "https://delegates-to-private.example/.well-known/matrix/server",
                200,
                "{\"m.server\":\"169.254.169.254:80\"}");

        // When
        Discovery found = discover(name);

        // Then
        assertThat(found).isInstanceOf(Discovery.Blocked.class);
    }

    @Test
    void a_blocked_address_beside_a_public_one_is_left_out() throws InterruptedException {
        // Given
        dns.host("a.example", "127.0.0.1", "8.8.8.1", "::1");

        // When
        List<String> targets = targets("a.example:1");

        // Then
        assertThat(targets).containsExactly("8.8.8.1 1 a.example a.example:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.1",
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "017700000001",
                "010.0.0.1",
                "a..example:1",
                "gone.example",
                "[::1::]"
            })
    void a_name_that_cannot_be_resolved_says_so(String name) throws InterruptedException {
        assertThat(discover(name)).isInstanceOf(Discovery.Unresolved.class);
    }

    @Test
    void a_delegation_is_followed_once_only() throws InterruptedException {
        // Given
        web.serves(A_WELL_KNOWN, 200, TO_B)
                .serves("https://b.example/.well-known/matrix/server", 200, "{\"m.server\":\"c.example:1\"}");
        dns.host("b.example", "8.8.8.2");

        // When
        List<String> targets = targets("a.example");

        // Then
        assertThat(targets).containsExactly("8.8.8.2 8448 b.example b.example");
    }

    @Test
    void a_slow_well_known_leaves_half_of_the_time_and_is_used_later() throws InterruptedException {
        // Given
        web.serves(A_WELL_KNOWN, 200, "{\"m.server\":\"b.example:443\"}").hold();
        dns.host("a.example", "8.8.8.1").host("b.example", "8.8.8.2");

        // When
        Discovery meanwhile = discovery.discover(ServerName.of("a.example"), Deadline.after(Duration.ofMillis(400)));
        web.release();

        // Then
        assertThat(((Discovery.Located) meanwhile).targets()).hasSize(1);
        assertThat(targets("a.example")).containsExactly("8.8.8.2 443 b.example b.example:443");
        assertThat(web.asked()).hasSize(1);
    }

    @Test
    void many_callers_at_once_cause_one_fetch() throws InterruptedException {
        // Given
        web.serves(A_WELL_KNOWN, 200, "{\"m.server\":\"8.8.4.4\"}").hold();
        List<Thread> callers = new ArrayList<>();

        // When
        for (int i = 0; i < 50; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                try {
                    discover("a.example");
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        web.release();
        for (Thread caller : callers) {
            caller.join();
        }

        // Then
        assertThat(web.asked()).hasSize(1);
    }

    @Test
    void a_delegation_is_kept_for_its_lifetime_and_survives_a_fault_of_the_host() throws InterruptedException {
        // Given
        web.serves(A_WELL_KNOWN, 200, "{\"m.server\":\"8.8.4.4\"}", "max-age=3600");
        List<String> delegated = targets("a.example");
        web.serves(A_WELL_KNOWN, 503, "");

        // When
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(30)));
        targets("a.example");
        int whileFresh = web.asked().size();
        now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
        List<String> afterwards = targets("a.example");

        // Then
        assertThat(whileFresh).isEqualTo(1);
        assertThat(web.asked()).hasSize(2);
        assertThat(afterwards).isEqualTo(delegated);
    }

    @Test
    void after_two_days_a_delegation_of_a_host_with_a_fault_is_dropped() throws InterruptedException {
        // Given
        web.serves(A_WELL_KNOWN, 200, "{\"m.server\":\"8.8.4.4\"}");
        dns.host("a.example", "8.8.8.1");
        targets("a.example");
        web.serves(A_WELL_KNOWN, 503, "");

        // When
        now.updateAndGet(time -> time.plus(Duration.ofHours(49)));

        // Then
        assertThat(targets("a.example")).containsExactly("8.8.8.1 8448 a.example a.example");
    }

    @Test
    void a_host_that_no_longer_delegates_is_taken_at_its_word() throws InterruptedException {
        // Given
        web.serves(A_WELL_KNOWN, 200, "{\"m.server\":\"8.8.4.4\"}", "max-age=600");
        dns.host("a.example", "8.8.8.1");
        targets("a.example");
        web.serves(A_WELL_KNOWN, 404, "");

        // When
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(11)));

        // Then
        assertThat(targets("a.example")).containsExactly("8.8.8.1 8448 a.example a.example");
    }

    @Test
    void failures_are_remembered_longer_each_time() throws InterruptedException {
        // Given
        dns.host("a.example", "8.8.8.1");

        // When
        for (int minute = 0; minute < 15; minute++) {
            discover("a.example");
            now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
        }

        // Then
        assertThat(web.asked()).hasSize(4);
    }
}
