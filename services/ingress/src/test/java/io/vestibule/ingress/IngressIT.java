package io.vestibule.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.ingress.scene.Call;
import io.vestibule.ingress.scene.RunningIngress;
import io.vestibule.ingress.scene.SharedBroker;
import io.vestibule.ingress.scene.Stage;
import io.vestibule.kit.health.Probe;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ingress over real HTTP in front of a real broker. */
class IngressIT {

    private static final String PREFIX = "ingress-it.";
    private static final RoomVersionRules V11 = RoomVersions.V11;
    private static final Stage stage = new Stage();
    private static RunningIngress ingress;

    @BeforeAll
    static void start() {
        ingress = RunningIngress.of(stage, SharedBroker.withTopics(PREFIX), PREFIX);
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    @Test
    void an_invite_that_was_answered_with_200_is_in_the_log() throws Exception {
        // Given
        Pdu invite = named("kept");
        // When
        HttpResponse<String> answer = ingress.send(Call.v2(stage.alices, invite, List.of()));
        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(ingress.facts())
                .filteredOn(fact ->
                        fact.value().getEventId().equals(invite.eventId().value()))
                .singleElement()
                .satisfies(fact -> {
                    assertThat(fact.key()).isEqualTo(invite.roomId().value());
                    JsonObject kept = JsonObject.of(fact.value().getEventJson());
                    JsonObject answered =
                            JsonObject.of(answer.body()).object("event").orElseThrow();
                    assertThat(kept.canonical()).isEqualTo(answered.canonical());
                });
    }

    @Test
    void a_repeat_is_answered_alike_and_stays_one_fact_by_its_ids() throws Exception {
        // Given
        Pdu invite = named("repeated");
        Call call = Call.v2(stage.alices, invite, List.of());
        // When
        HttpResponse<String> first = ingress.send(call);
        HttpResponse<String> second = ingress.send(call);
        // Then
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(ingress.facts().stream()
                        .filter(fact -> fact.value()
                                .getEventId()
                                .equals(invite.eventId().value()))
                        .map(fact -> fact.value().getReferenceHash())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void a_target_is_verified_as_it_was_written_whatever_its_encoding() throws Exception {
        // Given
        Pdu invite = named("encoded");
        String plain = "/_matrix/federation/v2/invite/" + invite.roomId() + "/"
                + invite.eventId().value();
        String lower = plain.replace("!", "%21").replace(":", "%3a").replace("$", "%24");
        Call call = Call.v2(stage.alices, invite, List.of());
        // When
        HttpResponse<String> unencoded = ingress.send(call.withTarget(plain));
        HttpResponse<String> lowerCase = ingress.send(call.withTarget(lower));
        HttpResponse<String> withQuery = ingress.send(call.withTarget(plain + "?a=%2F&b"));
        // Then
        assertThat(unencoded.statusCode()).isEqualTo(200);
        assertThat(lowerCase.statusCode()).isEqualTo(200);
        assertThat(withQuery.statusCode()).isEqualTo(200);
    }

    @Test
    void many_invites_at_once_are_all_kept() throws Exception {
        // Given
        List<Pdu> invites =
                IntStream.range(0, 200).mapToObj(n -> named("many-" + n)).toList();
        // When
        List<CompletableFuture<HttpResponse<String>>> answers = invites.stream()
                .map(invite -> ingress.client()
                        .sendAsync(ingress.request(Call.v2(stage.alices, invite, List.of())), BodyHandlers.ofString()))
                .toList();
        // Then
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(ingress.facts().stream().map(fact -> fact.value().getEventId()))
                .containsAll(
                        invites.stream().map(invite -> invite.eventId().value()).toList());
    }

    @Test
    void our_keys_are_served_and_other_paths_are_not() throws Exception {
        // Given
        byte[] nothing = {};
        // When
        HttpResponse<String> keys = plain("GET", "/_matrix/key/v2/server", nothing);
        HttpResponse<String> unknown = plain("GET", "/_matrix/federation/v1/version", nothing);
        HttpResponse<String> method = plain("GET", "/_matrix/federation/v2/invite/!r:a/$e", nothing);
        // Then
        assertThat(JsonObject.of(keys.body())
                        .object("verify_keys")
                        .flatMap(all -> all.object("ed25519:us"))
                        .flatMap(key -> key.string("key")))
                .contains(stage.ourKey.verifyKey().base64());
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.body()).contains("M_UNRECOGNIZED");
    }

    @Test
    void an_unsigned_request_and_a_huge_one_leave_nothing() throws Exception {
        // Given
        Call call = Call.v2(stage.alices, named("unsigned"), List.of());
        byte[] huge = "x".repeat(3 << 20).getBytes(StandardCharsets.UTF_8);
        // When
        HttpResponse<String> unsigned = plain("PUT", call.target(), call.body());
        HttpResponse<String> tooLarge = plain("PUT", call.target(), huge);
        // Then
        assertThat(unsigned.statusCode()).isEqualTo(401);
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(ingress.facts())
                .noneMatch(
                        fact -> call.target().endsWith(Call.encode(fact.value().getEventId())));
    }

    @Test
    void it_is_ready_and_counts() throws Exception {
        // Given
        ingress.send(Call.v2(stage.alices, named("counted"), List.of()));
        // When
        String scraped = ingress.metrics.scrape();
        // Then
        assertThat(ingress.health.isUp(Probe.READY)).isTrue();
        assertThat(scraped)
                .contains("invites_received_total{endpoint=\"v2\",result=\"accepted\"}")
                .contains("ingress_append_seconds_count");
    }

    @Test
    void a_clock_that_is_hours_behind_the_brokers_is_shown() throws Exception {
        // Given
        InstantSource slow = () -> Instant.now().minus(Duration.ofHours(3));
        RunningIngress.Identity identity = new RunningIngress.Identity(
                new SigningKeyFile(List.of(stage.ourKey), List.of()), stage.keyRing(InstantSource.system()), slow);
        try (RunningIngress late =
                new RunningIngress(SharedBroker.withTopics(PREFIX), identity, Map.of("kafka.topics.prefix", PREFIX))) {
            // When
            HttpResponse<String> answer = late.send(Call.v2(stage.alices, named("late"), List.of()));

            // Then
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(late.metrics.scrape()).containsPattern("(?m)^ingress_clock_ahead -10[78]\\d\\d\\.");
        }
    }

    private static HttpResponse<String> plain(String method, String target, byte[] body) throws Exception {
        return ingress.client().send(ingress.request(method, target, body).build(), BodyHandlers.ofString());
    }

    private static Pdu named(String reason) {
        return ReceptionScene.numbered(stage, reason.hashCode() & 0xFFFFF, V11);
    }
}
