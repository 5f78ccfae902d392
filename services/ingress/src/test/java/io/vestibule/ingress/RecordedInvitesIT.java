package io.vestibule.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.ingress.scene.Recording;
import io.vestibule.ingress.scene.RunningIngress;
import io.vestibule.ingress.scene.SharedBroker;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.key.CachingKeyRing;
import io.vestibule.matrix.key.KeyAnswer;
import io.vestibule.matrix.key.KeyFetch;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.key.KeyRingLimits;
import io.vestibule.matrix.key.ServerKeys;
import io.vestibule.schemas.InviteReceived;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded invite of one Synapse to another, replayed to an ingress that stands in the place of the second: with its
 * name, its key and the first one's key answer, at the time of the recording.
 */
class RecordedInvitesIT {

    private static final String PREFIX = "recorded-it.";
    private static RunningIngress ingress;

    static List<Recording> recordings() throws IOException, URISyntaxException {
        return Recording.invites();
    }

    @BeforeAll
    static void start() throws IOException, URISyntaxException {
        long time = recordings().getFirst().timeMs();
        InstantSource clock = () -> Instant.ofEpochMilli(time);
        ingress = new RunningIngress(
                SharedBroker.withTopics(PREFIX),
                new RunningIngress.Identity(Recording.signingKeys("hs2"), keyRing(clock), clock),
                Map.of("server-name", "localhost:28448", "kafka.topics.prefix", PREFIX));
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void a_recorded_invite_is_taken_and_answered_as_it_was_recorded(Recording recording) throws Exception {
        // Given
        var request = ingress.request("PUT", recording.target(), recording.body())
                .header("Authorization", recording.authorization())
                .build();
        // When
        HttpResponse<String> answer = ingress.client().send(request, BodyHandlers.ofString());
        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonObject event = Recording.eventOf(answer.body());
        if (recording.status() == 200) {
            assertThat(JsonObject.of(event.without("unsigned")).canonical())
                    .isEqualTo(JsonObject.of(recording.answeredEvent().without("unsigned"))
                            .canonical());
        }
        assertThat(event.object("unsigned").orElseThrow().has("invite_room_state"))
                .isFalse();
    }

    @Test
    void there_are_recordings_of_every_format() throws Exception {
        // Given
        List<Recording> recordings = recordings();
        // When
        List<String> names = recordings.stream().map(Recording::name).toList();
        // Then
        assertThat(names).hasSizeGreaterThanOrEqualTo(36);
        assertThat(names).anyMatch(name -> name.contains("/v1/")).anyMatch(name -> name.contains("/v12/"));
    }

    @Test
    void the_create_event_of_a_version_12_room_is_verified() throws Exception {
        // Given
        Recording recording = recordings().stream()
                .filter(any -> any.name().contains("/v12/"))
                .findFirst()
                .orElseThrow();
        var request = ingress.request("PUT", recording.target(), recording.body())
                .header("Authorization", recording.authorization())
                .build();
        // When
        ingress.client().send(request, BodyHandlers.ofString());
        // Then
        InviteReceived fact = ingress.facts().stream()
                .map(kept -> kept.value())
                .filter(kept -> kept.getRoomVersion().equals("12"))
                .findFirst()
                .orElseThrow();
        assertThat(fact.getCreateVerified()).isTrue();
        assertThat(fact.getStrippedState().getFirst()).contains("\"type\":\"m.room.create\"");
        assertThat(fact.getStateServers()).contains("localhost:18448");
    }

    private static KeyRing keyRing(InstantSource clock) throws IOException {
        JsonObject answer = Recording.serverKeys("hs1");
        JsonSignatures signatures = new JsonSignatures(Ed25519.portable());
        return new CachingKeyRing(
                request -> ServerKeys.verify(answer, request.server(), clock.millis(), signatures)
                                instanceof KeyAnswer.Verified verified
                        ? new KeyFetch.Fetched(List.of(verified.keys()))
                        : new KeyFetch.Failed("no recorded keys of " + request.server()),
                clock,
                KeyRingLimits.DEFAULT,
                Runnable::run);
    }
}
