package io.vestibule.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The order of servers against a naive reading of MSC4125 over whole histories. */
class RoutesPropertyTest {

    private static final UserId BOB = Scenario.BOB;
    private static final UserId CAROL = Scenario.CAROL;

    /** One received invite; the number of the event may repeat an earlier one. */
    record Received(int event, int sender, boolean toBob, List<Integer> via, List<Integer> stripped) {

        Invitation invitation() {
            UserId from = UserId.of("@alice:" + name(sender));
            String[] names = via.stream().map(Received::name).toArray(String[]::new);
            Invitation plain = Scenario.invitation(from, "$e" + event, "h" + event, Instant.EPOCH, names);
            return new Invitation(
                    plain.eventId(),
                    plain.version(),
                    from,
                    plain.receipt(),
                    plain.event(),
                    plain.via(),
                    stripped.stream().map(n -> ServerName.of(name(n))).toList(),
                    plain.stripped());
        }

        static String name(int server) {
            return server == 0 ? Hall.US.value() : "s" + server + ".example";
        }
    }

    @Provide
    Arbitrary<List<Received>> histories() {
        return histories(12, 40, 6);
    }

    @Provide
    Arbitrary<List<Received>> longHistories() {
        return histories(160, 60, 70);
    }

    private static Arbitrary<List<Received>> histories(int servers, int events, int longest) {
        Arbitrary<Integer> server = Arbitraries.integers().between(0, servers);
        Arbitrary<List<Integer>> some = server.list().ofMaxSize(longest);
        Arbitrary<Received> received = Combinators.combine(
                        Arbitraries.integers().between(1, events), server, Arbitraries.of(true, false), some, some)
                .as(Received::new);
        return received.list().ofMinSize(1).ofMaxSize(25);
    }

    @Property(tries = 500)
    void the_order_of_a_walk_is_that_of_a_naive_reading(@ForAll("histories") List<Received> history) {
        assertThat(walk(history)).isEqualTo(naive(history));
    }

    @Property(tries = 150)
    void the_bounds_cut_what_a_naive_reading_would_cut(@ForAll("longHistories") List<Received> history) {
        assertThat(walk(history)).isEqualTo(naive(history));
    }

    /** The servers that Bob's accept would ask. */
    private static List<String> walk(List<Received> history) {
        Hall hall = new Hall();
        for (Received received : history) {
            UserId user = received.toBob() ? BOB : CAROL;
            hall.input(new Input.InviteReceived(Hall.ROOM, user, received.invitation(), List.of()));
        }
        InviteDecider decider = new InviteDecider(Rules.of(Set.of(Hall.US)));
        Moment moment = new Moment(hall.now(), new Coordinates("test", 0, 0));
        return decider.candidates(hall.ledger(), BOB, moment).stream()
                .map(candidate -> candidate.server().value())
                .toList();
    }

    /** DOMAIN's algorithm, word by word: every invite of the room, newest first, first occurrence of each server. */
    private static List<String> naive(List<Received> history) {
        List<Received> distinct = new ArrayList<>();
        for (Received received : history) {
            if (distinct.stream().noneMatch(earlier -> earlier.event() == received.event())) {
                distinct.add(received);
            }
        }
        Set<String> routes = new LinkedHashSet<>();
        Set<String> stripped = new LinkedHashSet<>();
        for (Received received : distinct.reversed()) {
            if (received.via().isEmpty()) {
                routes.add(Received.name(received.sender()));
                received.stripped().stream()
                        .map(Received::name)
                        .distinct()
                        .limit(50)
                        .forEach(stripped::add);
            } else {
                received.via().stream().map(Received::name).distinct().limit(50).forEach(routes::add);
            }
        }
        Set<String> order = new LinkedHashSet<>(routes.stream().limit(300).toList());
        order.addAll(stripped.stream().limit(300).toList());
        distinct.stream()
                .filter(Received::toBob)
                .reduce((earlier, later) -> later)
                .ifPresent(newest -> order.add(Received.name(newest.sender())));
        order.remove(Hall.US.value());
        return List.copyOf(order);
    }
}
