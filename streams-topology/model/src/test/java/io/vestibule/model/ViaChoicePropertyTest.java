package io.vestibule.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.ServerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The choice of {@code via} against a naive reading of the specification's advice for routing, by repeated searching. */
class ViaChoicePropertyTest {

    private static final ServerName OWN = ServerName.of("us.example");
    private static final ServerAcl NONE = new ServerAcl(List.of("*"), List.of(), true);

    @Provide
    Arbitrary<List<RoomServer>> rooms() {
        Arbitrary<ServerName> names = Arbitraries.of(
                        "a.example",
                        "B.example",
                        "b.example:8448",
                        "c.example",
                        "d.example",
                        "e.other",
                        "f.other",
                        "g.example",
                        "h.example",
                        "i.example",
                        "j.example",
                        "k.example",
                        "us.example",
                        "192.0.2.7",
                        "[2001:db8::1]:8448")
                .map(ServerName::of);
        Arbitrary<Long> powers = Arbitraries.of(-1L, 0L, 49L, 50L, 100L, 1L << 53);
        Arbitrary<RoomServer> server = Combinators.combine(
                        names,
                        powers,
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(5, Arbitraries.just(false)),
                                net.jqwik.api.Tuple.of(1, Arbitraries.just(true))),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.of(true, false, false))
                .as(RoomServer::new);
        return server.list().ofMaxSize(18);
    }

    @Provide
    Arbitrary<ServerAcl> acls() {
        Arbitrary<List<String>> globs = Arbitraries.of(
                        "*", "*.example", "?.EXAMPLE", "b.*", "c.example", "us.example", "*.other", "192.*", "[*")
                .list()
                .ofMaxSize(3);
        return Combinators.combine(globs, globs, Arbitraries.of(true, false)).as(ServerAcl::new);
    }

    @Property(tries = 1000)
    void the_choice_is_that_of_a_naive_reading(
            @ForAll("rooms") List<RoomServer> servers, @ForAll("acls") ServerAcl acl) {
        assertThat(ViaChoice.of(servers, acl, OWN)).isEqualTo(naive(servers, acl));
    }

    @Property(tries = 300)
    void without_an_acl_every_name_but_ip_literals_may_be_named(@ForAll("rooms") List<RoomServer> servers) {
        assertThat(ViaChoice.of(servers, null, OWN)).isEqualTo(naive(servers, NONE));
    }

    @Property(tries = 300)
    void ours_is_among_the_three_unless_the_acl_denies_it(
            @ForAll("rooms") List<RoomServer> servers, @ForAll("acls") ServerAcl acl) {
        List<ServerName> chosen = ViaChoice.of(servers, acl, OWN);
        assertThat(chosen.subList(0, Math.min(ViaChoice.NAMED, chosen.size())).contains(OWN))
                .isEqualTo(permits(acl, "us.example"));
        assertThat(chosen).doesNotHaveDuplicates().noneMatch(ServerName::isIpLiteral);
    }

    private static List<ServerName> naive(List<RoomServer> servers, ServerAcl acl) {
        List<RoomServer> left = new ArrayList<>();
        for (RoomServer server : servers) {
            boolean again = left.stream().anyMatch(other -> other.server().equals(server.server()));
            if (!again) {
                left.add(server);
            }
        }
        if (left.stream().noneMatch(server -> server.server().equals(OWN))) {
            left.add(new RoomServer(OWN, 0, false, 0, false));
        }
        left.removeIf(server -> isIp(server.server().value()) || !permits(acl, host(server.server())));
        boolean someLikely = left.stream().anyMatch(ViaChoicePropertyTest::isLikely);
        left.removeIf(server -> someLikely && !isLikely(server));
        List<ServerName> order = new ArrayList<>();
        RoomServer powerful = null;
        for (RoomServer server : left) {
            boolean enough = server.creator() || server.highestPower() >= 50;
            if (enough && (powerful == null || outranks(server, powerful))) {
                powerful = server;
            }
        }
        if (powerful != null) {
            order.add(powerful.server());
            left.remove(powerful);
        }
        while (!left.isEmpty()) {
            RoomServer largest = left.getFirst();
            for (RoomServer server : left) {
                if (largerThan(server, largest)) {
                    largest = server;
                }
            }
            order.add(largest.server());
            left.remove(largest);
        }
        if (order.indexOf(OWN) > 2) {
            order.remove(OWN);
            order.add(2, OWN);
        }
        return order.size() > 10 ? order.subList(0, 10) : order;
    }

    /** We reach ourselves, whatever is said. */
    private static boolean isLikely(RoomServer server) {
        return !server.unreachable() || server.server().equals(OWN);
    }

    private static boolean outranks(RoomServer one, RoomServer other) {
        if (one.creator() != other.creator()) {
            return one.creator();
        }
        if (one.highestPower() != other.highestPower()) {
            return one.highestPower() > other.highestPower();
        }
        return largerThan(one, other);
    }

    private static boolean largerThan(RoomServer one, RoomServer other) {
        return one.members() != other.members()
                ? one.members() > other.members()
                : one.server().value().compareTo(other.server().value()) < 0;
    }

    private static boolean isIp(String name) {
        return name.startsWith("[") || name.matches("[0-9.]+(:[0-9]+)?");
    }

    private static String host(ServerName name) {
        return name.value().replaceFirst(":[0-9]+$", "");
    }

    private static boolean permits(ServerAcl acl, String host) {
        return matches(acl.allow(), host) && !matches(acl.deny(), host);
    }

    /** By regular expressions, which the code under test does not use. */
    private static boolean matches(List<String> globs, String host) {
        return globs.stream()
                .map(glob -> glob.toLowerCase(Locale.ROOT))
                .map(glob -> glob.replaceAll("([\\[\\].:])", "\\\\$1")
                        .replace("*", ".*")
                        .replace("?", "."))
                .anyMatch(regex -> host.toLowerCase(Locale.ROOT).matches(regex));
    }
}
