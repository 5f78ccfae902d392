package io.vestibule.ingress;

import static io.vestibule.ingress.ReceptionScene.body;
import static io.vestibule.ingress.ReceptionScene.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.ingress.scene.Call;
import io.vestibule.ingress.scene.Stage;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.StrangerLimits;
import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.kit.metrics.Limit;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ingress answers when somebody asks for too much, and that it then keeps and signs nothing. */
class InviteLimitsTest {

    private static final RoomVersionRules V11 = RoomVersions.V11;
    private static final String SIGNATURE_OF_OURS = "ed25519:us";

    private final ReceptionScene scene = new ReceptionScene();
    private final Stage stage = scene.stage;

    @AfterEach
    void stop() {
        scene.close();
    }

    @ParameterizedTest
    @CsvSource({"origin", "sender", "invited"})
    void invites_that_come_too_often_are_told_when_to_come_back_and_by_which_limiter(String limiter) throws Exception {
        // Given
        scene.limits = limits(Map.of("ingress.rate." + limiter, "2/1m"));
        List<HttpAnswer> taken = List.of(scene.send(invite(1)), scene.send(invite(2)));

        // When
        HttpAnswer refused = scene.send(invite(3));

        // Then
        assertThat(taken).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(body(refused).string("errcode")).contains("M_LIMIT_EXCEEDED");
        assertThat(body(refused).string("error")).contains("Too many requests (limiter: " + limiter + ")");
        assertThat(body(refused).integer("retry_after_ms")).hasValue(30_000);
        assertThat(refused.headers()).containsEntry("Retry-After", "30");
        assertThat(text(refused)).doesNotContain(SIGNATURE_OF_OURS);
        assertThat(scene.producer.history()).hasSize(2);
        assertThat(reached(Limit.valueOf(limiter.toUpperCase(java.util.Locale.ROOT))))
                .isEqualTo(1);

        // When
        scene.nanos.addAndGet(Duration.ofSeconds(30).toNanos());

        // Then
        assertThat(scene.send(invite(3)).status()).isEqualTo(200);
    }

    @Test
    void a_liar_cannot_use_up_the_share_of_the_server_in_whose_name_it_speaks() throws Exception {
        // Given
        scene.limits = limits(Map.of("ingress.rate.origin", "1/1h"));
        Call forged = Call.v2(stage.alices, numbered(stage, 1, V11), List.of());
        String header = stage.liar
                .authorization(forged.method(), forged.target(), forged.body(), Call.US)
                .replace("liar.example", "a.example");

        // When
        for (int i = 0; i < 5; i++) {
            assertThat(scene.send(forged.with(List.of(header))).status()).isEqualTo(401);
        }

        // Then
        assertThat(scene.send(invite(2)).status()).isEqualTo(200);
    }

    @Test
    void a_body_that_is_nested_too_deeply_is_refused() throws Exception {
        // Given
        scene.limits = limits(Map.of("ingress.max-json-depth", "10"));
        String deep = "[".repeat(10) + "]".repeat(10);
        String fits = "[".repeat(9) + "]".repeat(9);

        // When
        HttpAnswer refused = scene.send(invite(1).withMember("x", deep));
        HttpAnswer taken = scene.send(invite(1).withMember("x", fits));

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(body(refused).string("errcode")).contains("M_BAD_JSON");
        assertThat(reached(Limit.JSON_DEPTH)).isEqualTo(1);
        assertThat(taken.status()).isEqualTo(200);
    }

    @Test
    void of_a_long_via_list_the_first_servers_are_kept() throws Exception {
        // Given
        scene.limits = limits(Map.of("ingress.max-via", "3"));
        String via = IntStream.range(0, 9)
                .mapToObj(i -> "\"s" + i + ".example\"")
                .collect(Collectors.joining(",", "[", "]"));

        // When
        HttpAnswer answer = scene.send(invite(1).withMember("org.matrix.msc4125.via", via));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(scene.received().getVia()).containsExactly("s0.example", "s1.example", "s2.example");
        assertThat(reached(Limit.VIA)).isEqualTo(1);
    }

    @Test
    void too_many_entries_of_state_are_refused() throws Exception {
        // Given
        scene.limits = limits(Map.of("ingress.max-state-entries", "5"));
        JsonObject entry = stage.alices.stripped("m.room.name", "", "{\"name\":\"x\"}");

        // When
        HttpAnswer refused = scene.send(Call.v2(stage.alices, numbered(stage, 1, V11), Collections.nCopies(6, entry)));

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(body(refused).string("errcode")).contains("M_INVALID_PARAM");
        assertThat(scene.producer.history()).isEmpty();
        assertThat(reached(Limit.STATE_ENTRIES)).isEqualTo(1);
    }

    @Test
    void too_many_entries_of_state_in_an_invite_with_auth_are_refused() throws Exception {
        // Given
        scene.limits = limits(Map.of("ingress.max-state-entries", "5"));
        List<JsonObject> state =
                new ArrayList<>(List.of(stage.alices.create(V11).json()));
        state.addAll(Collections.nCopies(5, stage.alices.stripped("m.room.name", "", "{\"name\":\"x\"}")));

        // When
        HttpAnswer refused = scene.send(
                Call.withAuth(stage.alices, "org.matrix.msc4329", numbered(stage, 1, V11), List.of(), state));
        HttpAnswer taken = scene.send(Call.withAuth(
                stage.alices, "org.matrix.msc4329", numbered(stage, 1, V11), List.of(), state.subList(0, 5)));

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(body(refused).string("errcode")).contains("M_INVALID_PARAM");
        assertThat(reached(Limit.STATE_ENTRIES)).isEqualTo(1);
        assertThat(taken.status()).as(text(taken)).isEqualTo(200);
    }

    private Call invite(int number) {
        return Call.v2(stage.alices, numbered(stage, number, V11), List.of());
    }

    private double reached(Limit limit) {
        return scene.metrics.counter(Metric.LIMITS_REACHED, limit.label()).count();
    }

    private static String text(HttpAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static StrangerLimits limits(Map<String, String> keys) {
        return ConfigLoader.with(keys).ingress().strangers();
    }
}
