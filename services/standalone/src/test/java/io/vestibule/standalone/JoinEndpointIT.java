package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vestibule.cli.Deployments;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.standalone.example.JoinEndpoint;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
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
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked example of docs/integrating.md, against a running standalone. */
class JoinEndpointIT {

    @TempDir
    static Path directory;

    private static RunningStandalone running;
    private static FederationWorld world;
    private static Deployment us;
    private static ScriptedHomeserver alices;
    private static JoinEndpoint endpoint;

    @BeforeAll
    static void start() throws IOException {
        running = RunningStandalone.start(directory, "");
        world = running.world();
        us = running.deployment();
        alices = world.server("a.example");
        Map<String, UserId> users = Map.of("bobs-token", us.user("bob"), "carols-token", us.user("carol"));
        endpoint = JoinEndpoint.start(
                Deployments.settings(us.config()),
                token -> Optional.ofNullable(users.get(token)),
                Duration.ofSeconds(30));
    }

    @AfterAll
    static void stop() {
        endpoint.close();
        running.close();
    }

    @Test
    void an_invited_user_joins() throws Exception {
        // Given
        ScriptedRoom room = world.room("11", alices, "alice", "Lounge");
        us.invited(alices, "alice", room, us.user("bob"), InviteEnvelope.via(alices));

        // When
        HttpResponse<String> answer = join(room.id(), "bobs-token");

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getString("room_id"))
                .isEqualTo(room.id().value());
        assertThat(room.membership(us.user("bob"))).isEqualTo("join");
    }

    @Test
    void whoever_is_not_invited_is_refused() throws Exception {
        // Given
        ScriptedRoom room = world.room("11", alices, "alice", "Closed");

        // When
        HttpResponse<String> answer = join(room.id(), "carols-token");

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(new JsonObject(answer.body()).getString("errcode")).isEqualTo("M_FORBIDDEN");
    }

    @Test
    void an_unknown_token_and_a_name_that_is_no_room_are_told_apart() throws Exception {
        // When
        HttpResponse<String> stranger = join(RoomId.of("!r:a.example"), "nobodys-token");
        HttpResponse<String> noRoom = send("lounge", "bobs-token");

        // Then
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(noRoom.statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> join(RoomId room, String token) throws Exception {
        return send(URLEncoder.encode(room.value(), UTF_8), token);
    }

    private static HttpResponse<String> send(String name, String token) throws Exception {
        URI uri = URI.create("http://" + endpoint.address().getHostString() + ":"
                + endpoint.address().getPort() + "/_matrix/client/v3/join/" + name);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", "Bearer " + token)
                            .POST(BodyPublishers.ofString("{}"))
                            .build(),
                    BodyHandlers.ofString(UTF_8));
        }
    }
}
