package io.vestibule.chaos.hostile;

import io.vestibule.chaos.hostile.Manner.Kind;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Many servers: 30 % are dead, 10 % lie, the others are honest. Thread-safe. */
final class Crowd implements AutoCloseable {

    private static final int DEAD_PERCENT = 30;
    private static final int LIAR_PERCENT = 10;
    private static final int HTTPS = 443;

    private final List<Member> members;
    private final Optional<ServerSocket> silentWellKnown;

    /** A server, by the name that stands in via. */
    record Member(String name, Manner manner, Optional<ScriptedHomeserver> server) {}

    private Crowd(List<Member> members, Optional<ServerSocket> silentWellKnown) {
        this.members = List.copyOf(members);
        this.silentWellKnown = silentWellKnown;
    }

    /** Starts so many. */
    static Crowd of(FederationWorld world, int size) {
        List<Member> members = new ArrayList<>();
        List<Manner> dead = Manner.of(Kind.DEAD);
        List<Manner> liars = Manner.of(Kind.LIAR);
        for (int number = 0; number < size; number++) {
            int place = number * 100 / size;
            Manner manner = Manner.HONEST;
            if (place < DEAD_PERCENT) {
                manner = dead.get(number % dead.size());
            } else if (place < DEAD_PERCENT + LIAR_PERCENT) {
                manner = liars.get(number % liars.size());
            }
            members.add(member(world, manner, number));
        }
        Optional<ServerSocket> wellKnown = silentWellKnown();
        wellKnown.ifPresent(socket -> members.set(0, new Member("localhost", Manner.HANGS, Optional.empty())));
        return new Crowd(members, wellKnown);
    }

    private static Member member(FederationWorld world, Manner manner, int number) {
        if (manner == Manner.NOWHERE) {
            return new Member("nowhere" + number + ".invalid:8448", manner, Optional.empty());
        }
        ScriptedHomeserver server = manner.start(world, number);
        return new Member(server.name().value(), manner, Optional.of(server));
    }

    /** A server without a port is asked for its well-known file where HTTPS is at home, which takes root. */
    private static Optional<ServerSocket> silentWellKnown() {
        try {
            return Optional.of(new ServerSocket(HTTPS, 50, InetAddress.getLoopbackAddress()));
        } catch (IOException notAllowed) {
            return Optional.empty();
        }
    }

    /** @return whether a slow well-known file is among what it does */
    boolean hasSlowWellKnown() {
        return silentWellKnown.isPresent();
    }

    /** @return all of them, in an order that is drawn; the last is an honest one */
    List<Member> all(Random random) {
        List<Member> drawn = new ArrayList<>(members);
        Collections.shuffle(drawn, random);
        Member honest = drawn.stream()
                .filter(each -> each.manner().isHonest())
                .findFirst()
                .orElseThrow();
        drawn.remove(honest);
        drawn.add(honest);
        return drawn;
    }

    /** @return so many of them, drawn; some honest one is among them */
    List<Member> draw(int count, Random random) {
        List<Member> drawn = new ArrayList<>(members);
        Collections.shuffle(drawn, random);
        List<Member> via = new ArrayList<>(drawn.subList(0, Math.min(count, drawn.size())));
        if (via.stream().noneMatch(each -> each.manner().isHonest())) {
            via.set(
                    via.size() - 1,
                    drawn.stream()
                            .filter(each -> each.manner().isHonest())
                            .findFirst()
                            .orElseThrow());
        }
        return via;
    }

    @Override
    public void close() {
        silentWellKnown.ifPresent(socket -> {
            try {
                socket.close();
            } catch (IOException closed) {
                throw new UncheckedIOException(closed);
            }
        });
    }
}
