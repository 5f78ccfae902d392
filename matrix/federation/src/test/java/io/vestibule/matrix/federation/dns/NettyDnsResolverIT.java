package io.vestibule.matrix.federation.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.support.NameServer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NettyDnsResolverIT {

    private NameServer server;
    private NettyDnsResolver resolver;

    @BeforeEach
    void start() {
        server = NameServer.start();
        resolver = new NettyDnsResolver(
                new DnsSettings(List.of(server.address()), Duration.ofMillis(300), 2, Duration.ofMinutes(1)));
    }

    @AfterEach
    void stop() throws IOException {
        resolver.close();
        server.close();
    }

    private DnsAnswer<InetAddress> addresses(String name) throws InterruptedException {
        return resolver.addresses(new DnsName(name), Deadline.after(Duration.ofSeconds(5)));
    }

    private List<String> texts(String name) throws InterruptedException {
        return ((DnsAnswer.Found<InetAddress>) addresses(name))
                .records().stream().map(InetAddress::getHostAddress).toList();
    }

    private DnsAnswer<SrvRecord> services(String name) throws InterruptedException {
        return resolver.services(new DnsName(name), Deadline.after(Duration.ofSeconds(5)));
    }

    @Test
    void all_addresses_of_both_families_are_found_IPv4_first() throws InterruptedException {
        // Given
        server.host("a.example", "2001:db8::1", "192.0.2.1", "192.0.2.2", "2001:db8::2");

        // When
        List<String> found = texts("a.example");

        // Then
        assertThat(found)
                .hasSize(4)
                .startsWith("192.0.2.1", "192.0.2.2")
                .contains("2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:2");
    }

    @Test
    void aliases_are_followed() throws InterruptedException {
        // Given
        server.alias("a.example", "b.example").alias("b.example", "c.example").host("c.example", "192.0.2.3");

        // When
        List<String> found = texts("a.example");

        // Then
        assertThat(found).containsExactly("192.0.2.3");
    }

    @Test
    void a_name_without_records_is_told_from_one_that_nobody_can_tell() throws InterruptedException {
        // Given
        server.service("no-address.example", 1, 1, 1, "x.example").failing("broken.example");

        // When
        DnsAnswer<InetAddress> noSuchName = addresses("gone.example");
        DnsAnswer<InetAddress> noAddress = addresses("no-address.example");
        DnsAnswer<InetAddress> broken = addresses("broken.example");

        // Then
        assertThat(noSuchName).isInstanceOf(DnsAnswer.Absent.class);
        assertThat(noAddress).isInstanceOf(DnsAnswer.Absent.class);
        assertThat(broken)
                .isInstanceOf(DnsAnswer.Failed.class)
                .hasToString("Failed[reason=the name servers answered ServFail(2)]");
    }

    @Test
    void a_lost_question_is_asked_once_more() throws InterruptedException {
        // Given
        server.host("a.example", "192.0.2.1").silentFor("a.example", 2);

        // When
        List<String> found = texts("a.example");

        // Then
        assertThat(found).containsExactly("192.0.2.1");
    }

    @Test
    void a_name_server_that_never_answers_is_given_up_at_the_deadline() throws InterruptedException {
        // Given
        server.silentFor("a.example", 1000);
        long start = System.nanoTime();

        // When
        DnsAnswer<InetAddress> answer =
                resolver.addresses(new DnsName("a.example"), Deadline.after(Duration.ofMillis(150)));

        // Then
        assertThat(answer).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1000));
    }

    @Test
    void services_come_with_priority_weight_and_port() throws InterruptedException {
        // Given
        server.service("_matrix-fed._tcp.a.example", 10, 20, 8449, "b.example")
                .service("_matrix-fed._tcp.a.example", 65535, 0, 443, "");

        // When
        DnsAnswer<SrvRecord> answer = services("_matrix-fed._tcp.a.example");

        // Then
        assertThat(((DnsAnswer.Found<SrvRecord>) answer).records())
                .containsExactlyInAnyOrder(new SrvRecord(10, 20, 8449, "b.example"), new SrvRecord(65535, 0, 443, ""));
    }

    @Test
    void services_that_do_not_exist_are_absent_and_those_that_nobody_can_tell_failed() throws InterruptedException {
        // Given
        server.failing("_matrix-fed._tcp.broken.example").host("a.example", "192.0.2.1");

        // When
        DnsAnswer<SrvRecord> none = services("_matrix-fed._tcp.a.example");
        DnsAnswer<SrvRecord> otherKind = services("a.example");
        DnsAnswer<SrvRecord> broken = services("_matrix-fed._tcp.broken.example");

        // Then
        assertThat(none).isInstanceOf(DnsAnswer.Absent.class);
        assertThat(otherKind).isInstanceOf(DnsAnswer.Absent.class);
        assertThat(broken).isInstanceOf(DnsAnswer.Failed.class);
    }

    @Test
    void an_answer_that_does_not_fit_is_fetched_over_TCP() throws InterruptedException {
        // Given
        server.service("_matrix-fed._tcp.a.example", 1, 2, 3, "b.example");
        server.truncate();

        // When
        DnsAnswer<SrvRecord> answer = services("_matrix-fed._tcp.a.example");

        // Then
        assertThat(answer).isInstanceOf(DnsAnswer.Found.class);
    }

    @Test
    void localhost_is_this_machine_without_asking() throws InterruptedException {
        // When
        List<String> found = texts("localhost");
        List<String> below = texts("b.localhost");

        // Then
        assertThat(found).contains("127.0.0.1");
        assertThat(below)
                .isNotEmpty()
                .allMatch(text -> InetAddress.ofLiteral(text).isLoopbackAddress());
        assertThat(services("_matrix-fed._tcp.localhost")).isInstanceOf(DnsAnswer.Absent.class);
        assertThat(server.asked()).isEmpty();
    }
}
