package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forgetting a person over HTTP; every answer is compared with the OpenAPI document. */
class ConsoleForgetIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ROUTE = "/api/v1/users/{user}/forget";

    @TempDir
    static Path directory;

    private static final HttpClient http = HttpClient.newHttpClient();
    private static final OpenApi api = OpenApi.read();
    private static RunningStandalone running;
    private static Deployment us;
    private static ScriptedHomeserver alices;

    @BeforeAll
    static void start() throws IOException {
        running = RunningStandalone.start(directory, "");
        us = running.deployment();
        alices = running.world().server("a.example");
    }

    @AfterAll
    static void stop() {
        http.close();
        running.close();
    }

    @Test
    void a_person_is_forgotten_and_what_is_left_is_told() throws Exception {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom room = invited(bob);
        JsonObject confirmed = new JsonObject().put("confirm", bob.value()).put("by", "Ann");

        // When
        JsonObject dry = post(bob, new JsonObject().put("dry_run", true), 200);
        JsonObject polite = post(bob, confirmed, 200);
        JsonObject forced = post(bob, confirmed.copy().put("force", true), 200);
        JsonObject told = get(bob, 200);

        // Then
        assertThat(outcomes(dry)).containsExactly(Map.entry(room.id().value(), "KEPT"));
        assertThat(outcomes(polite)).containsExactly(Map.entry(room.id().value(), "STILL_PENDING"));
        assertThat(outcomes(forced)).containsExactly(Map.entry(room.id().value(), "FORGOTTEN"));
        assertThat(told).isEqualTo(forced);
        assertThat(us.state(room, bob)).isEmpty();
        assertThat(forced.getJsonArray("topics").stream().map(topic -> ((JsonObject) topic).getString("topic")))
                .contains("invites.events", "invites.received");
        assertThat(forced.getJsonArray("unread")).isEmpty();
        assertThat(us.records(Topics.INVITES_COMMANDS, room))
                .extracting(InviteCommand::getIssuedBy)
                .containsOnly("console:Ann");
    }

    @Test
    void whoever_does_not_wait_asks_how_far_it_is() throws Exception {
        // Given
        UserId carol = us.user("carol");
        ScriptedRoom room = invited(carol);
        JsonObject wish = new JsonObject()
                .put("confirm", carol.value())
                .put("force", true)
                .put("wait_ms", 0);

        // When
        JsonObject begun = post(carol, wish, 202);

        // Then
        assertThat(begun.getString("status")).isEqualTo("RUNNING");
        await().atMost(PATIENCE).until(() -> answer(request(carol)).statusCode() == 200);
        assertThat(outcomes(get(carol, 200)))
                .containsExactly(Map.entry(room.id().value(), "FORGOTTEN"));
    }

    @Test
    void nobody_is_forgotten_by_a_slip() throws Exception {
        // Given
        UserId dave = us.user("dave");
        ScriptedRoom room = invited(dave);

        // When
        JsonObject unconfirmed = post(dave, new JsonObject(), 400);
        JsonObject another = post(dave, new JsonObject().put("confirm", "@eve:us.example"), 400);
        JsonObject never = get(dave, 404);

        // Then
        assertThat(unconfirmed.getString("error")).contains("confirm").contains(dave.value());
        assertThat(another.getString("error")).contains("confirm");
        assertThat(never.getString("errcode")).isEqualTo("M_NOT_FOUND");
        assertThat(us.state(room, dave)).isEqualTo("INVITED");
    }

    private static ScriptedRoom invited(UserId user) throws IOException {
        ScriptedRoom room = running.world().room("11", alices, "alice", "Lounge");
        us.invited(alices, "alice", room, user, InviteEnvelope.via(alices));
        await().atMost(PATIENCE).until(() -> us.state(room, user).equals("INVITED"));
        return room;
    }

    private static Map<String, String> outcomes(JsonObject report) {
        return report.getJsonArray("rooms").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(room -> room.getString("room"), room -> room.getString("outcome")));
    }

    private static HttpRequest.Builder request(UserId user) {
        return HttpRequest.newBuilder(
                URI.create(running.console() + ROUTE.replace("{user}", URLEncoder.encode(user.value(), UTF_8))));
    }

    private static JsonObject get(UserId user, int status) throws Exception {
        return checked("GET", answer(request(user)), status);
    }

    private static JsonObject post(UserId user, JsonObject body, int status) throws Exception {
        HttpRequest.Builder request =
                request(user).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.encode()));
        return checked("POST", answer(request), status);
    }

    private static JsonObject checked(String method, HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(api.flawsOfAnswer(method + " " + ROUTE, status, answer.body()))
                .as(answer.body())
                .isEmpty();
        return new JsonObject(answer.body());
    }

    private static HttpResponse<String> answer(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString(UTF_8));
    }
}
