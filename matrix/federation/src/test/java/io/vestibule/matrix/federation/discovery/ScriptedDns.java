package io.vestibule.matrix.federation.discovery;

import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.dns.DnsAnswer;
import io.vestibule.matrix.federation.dns.DnsName;
import io.vestibule.matrix.federation.dns.DnsResolver;
import io.vestibule.matrix.federation.dns.SrvRecord;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A DNS whose records are written down; every other name does not exist. */
final class ScriptedDns implements DnsResolver {

    private final Map<String, DnsAnswer<InetAddress>> addresses = new ConcurrentHashMap<>();
    private final Map<String, DnsAnswer<SrvRecord>> services = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    ScriptedDns host(String name, String... texts) {
        addresses.put(
                name,
                new DnsAnswer.Found<>(
                        Stream.of(texts).map(InetAddress::ofLiteral).toList(), Duration.ZERO));
        return this;
    }

    ScriptedDns broken(String name) {
        addresses.put(name, new DnsAnswer.Failed<>("the name servers answered SERVFAIL"));
        services.put(name, new DnsAnswer.Failed<>("the name servers answered SERVFAIL"));
        return this;
    }

    ScriptedDns service(String name, int priority, int port, String target) {
        SrvRecord added = new SrvRecord(priority, 0, port, target);
        services.merge(name, found(List.of(added)), (before, ignored) -> {
            List<SrvRecord> known = ((DnsAnswer.Found<SrvRecord>) before).records();
            return found(Stream.concat(known.stream(), Stream.of(added)).toList());
        });
        return this;
    }

    private static DnsAnswer<SrvRecord> found(List<SrvRecord> records) {
        return new DnsAnswer.Found<>(records, Duration.ofMinutes(1));
    }

    List<String> asked() {
        return asked;
    }

    @Override
    public DnsAnswer<InetAddress> addresses(DnsName name, Deadline deadline) {
        asked.add("A " + name);
        return addresses.getOrDefault(name.value(), new DnsAnswer.Absent<>());
    }

    @Override
    public DnsAnswer<SrvRecord> services(DnsName name, Deadline deadline) {
        asked.add("SRV " + name);
        return services.getOrDefault(name.value(), new DnsAnswer.Absent<>());
    }
}
