package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.metrics.Limit;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.PeerAnswer;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other servers overdo reaches a bound, and each is counted under its name, in the process that Vestibule really is. */
class StrangersCountedIT {

    private static final String INSIDE = "10.0.0.1:8448";

    @TempDir
    static Path directory;

    private static RunningStandalone running;
    private static FederationWorld world;
    private static Deployment us;

    @BeforeAll
    static void start() throws IOException {
        running = RunningStandalone.start(directory, "");
        world = running.world();
        us = running.deployment();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void answers_without_end_and_addresses_inside_are_passed_and_counted_and_clocks_are_compared() throws Exception {
        // Given
        UserId bob = us.user("bob");
        ScriptedHomeserver alices = world.server("a.example");
        ScriptedHomeserver flooding = world.server("flooding.example");
        ScriptedHomeserver good = world.server("good.example");
        flooding.script().always(Route.MAKE_JOIN, Fault.flood(1L << 30));
        ScriptedRoom room = world.room("11", alices, "alice", "Lounge");
        good.settleIn(room, "gina");
        List<String> via = List.of(flooding.name().value(), INSIDE, good.name().value());
        us.invited(alices, "alice", room, bob, InviteEnvelope.V2.withVia(via));

        // When
        CommandOutcome outcome = Deployment.outcomeOf(us.accept(room, bob));

        // Then
        assertThat(outcome.getOutcome()).as(outcome.toString()).isEqualTo(OutcomeType.JOINED);
        assertThat(reached(Limit.RESPONSE_SIZE)).isPositive();
        assertThat(reached(Limit.ADDRESS)).isPositive();
        assertThat(figure("worker_clock_ahead")).isBetween(-60.0, 60.0);
        assertThat(figure("topology_clock_ahead")).isBetween(-60.0, 0.0);
        assertThat(figure("ingress_clock_ahead")).isBetween(-60.0, 60.0);
    }

    @Test
    void keys_that_never_come_are_given_up_in_time_and_not_asked_for_at_once_again() throws Exception {
        // Given
        ScriptedHomeserver silent = world.server("silent.example");
        silent.script().always(Route.KEYS, Fault.hang());
        ScriptedRoom room = world.room("11", silent, "sally", "Silence");

        // When
        PeerAnswer first = silent.invite(us.peer(), room, "sally", us.user("carol"), InviteEnvelope.V2)
                .answer();
        PeerAnswer second = silent.invite(us.peer(), room, "sally", us.user("dave"), InviteEnvelope.V2)
                .answer();

        // Then
        assertThat(List.of(first.status(), second.status())).containsOnly(401);
        assertThat(reached(Limit.RESPONSE_TIME)).isPositive();
        assertThat(reached(Limit.KEY_FETCHES)).isPositive();
        assertThat(world.requests().matching(request -> request.server().equals(silent.name())))
                .hasSize(1);
    }

    private static double reached(Limit limit) throws Exception {
        return figure("limits_reached_total{limit=\"" + limit.label() + "\"}");
    }

    private static double figure(String name) throws Exception {
        URI metrics = URI.create("http://" + us.config().admin().listen() + "/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            String text = client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body();
            return text.lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(name + " is not there:\n" + text));
        }
    }
}
