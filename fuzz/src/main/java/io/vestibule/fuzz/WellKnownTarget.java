package io.vestibule.fuzz;

import static io.vestibule.fuzz.BrokenPropertyException.unless;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.address.AddressGuard;
import io.vestibule.matrix.federation.discovery.Discovery;
import io.vestibule.matrix.federation.discovery.DiscoverySettings;
import io.vestibule.matrix.federation.discovery.ServerDiscovery;
import io.vestibule.matrix.federation.discovery.WellKnownTransport;
import io.vestibule.matrix.federation.dns.DnsAnswer;
import io.vestibule.matrix.federation.dns.DnsName;
import io.vestibule.matrix.federation.dns.DnsResolver;
import io.vestibule.matrix.federation.dns.SrvRecord;
import io.vestibule.matrix.id.ServerName;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Whatever a well-known resource says, no blocked address is connected to, no redirect leaves https, and the number of requests is
 * bounded. The first byte chooses between a body and a redirect; every name resolves to a private and a public address.
 */
final class WellKnownTarget {

    private static final AddressGuard GUARD = AddressGuard.allowing(List.of());
    private static final List<InetAddress> EVERYWHERE =
            List.of(InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("8.8.8.8"));
    private static final ServerName SERVER = ServerName.of("stranger.example");
    private static final int MOST_REQUESTS = 11;

    private WellKnownTarget() {}

    /** Every name leads to the same addresses, and no service is known. */
    private static final class Names implements DnsResolver {
        @Override
        public DnsAnswer<InetAddress> addresses(DnsName name, Deadline deadline) {
            return new DnsAnswer.Found<>(EVERYWHERE, Duration.ofHours(1));
        }

        @Override
        public DnsAnswer<SrvRecord> services(DnsName name, Deadline deadline) {
            return new DnsAnswer.Absent<>();
        }
    }

    /** Answers the same each time. */
    private static final class Web implements WellKnownTransport {
        private final Answer answer;
        private volatile int requests;
        private volatile boolean leftHttps;

        private Web(Answer answer) {
            this.answer = answer;
        }

        @Override
        public synchronized Answer get(URI uri, int mostBytes, Deadline deadline) {
            requests++;
            leftHttps |= !"https".equalsIgnoreCase(uri.getScheme());
            return answer;
        }
    }

    static void run(byte[] input) throws InterruptedException {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        Web web = new Web(
                input[0] % 4 == 0
                        ? new WellKnownTransport.Response(302, new String(rest, ISO_8859_1), null, new byte[0])
                        : new WellKnownTransport.Response(200, null, null, rest));
        ServerDiscovery discovery = new ServerDiscovery(
                DiscoverySettings.DEFAULT,
                new ServerDiscovery.Surroundings(new Names(), GUARD, web, InstantSource.system(), () -> new Random(1)));
        Discovery found = discovery.discover(SERVER, Deadline.after(Duration.ofMinutes(1)));
        unless(web.requests <= MOST_REQUESTS, web.requests + " requests");
        unless(!web.leftHttps, "a request without TLS");
        if (found instanceof Discovery.Located located) {
            located.targets()
                    .forEach(target ->
                            unless(GUARD.blocks(target.address()).isEmpty(), "a blocked address: " + target.address()));
        }
    }
}
