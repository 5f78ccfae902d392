package io.vestibule.matrix.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.matrix.Golden;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.event.MembershipTemplate.Wanted;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonArray;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonObject.Member;
import io.vestibule.matrix.json.JsonRules;
import io.vestibule.matrix.json.JsonValue;
import io.vestibule.matrix.room.EventIdForm;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every event that two Synapse servers exchanged in the recordings, in five room versions. */
class RecordedEventsTest {

    private static final Ed25519 ED25519 = Ed25519.fastest();
    private static final List<String> EXCHANGES = Golden.exchanges();
    private static final Map<ServerName, Map<KeyId, VerifyKey>> KEYS = Map.of(
            ServerName.of("localhost:18448"), verifyKeys("hs1"), ServerName.of("localhost:28448"), verifyKeys("hs2"));
    private static final EventSigner SECOND_SERVER = new EventSigner(
            ED25519,
            ServerName.of("localhost:28448"),
            SigningKeyFile.parse(new String(Golden.bytes("fixtures/keys/hs2-signing.key"), UTF_8))
                    .signingKey());

    private record Recorded(String path, JsonObject json, RoomVersionRules rules) {

        @Override
        public String toString() {
            return path;
        }

        Pdu pdu() {
            return Pdu.read(json.bytes(), rules).orThrow();
        }
    }

    @Test
    void every_event_has_the_right_format_content_hash_and_signatures() {
        // Given
        List<Recorded> events = events();

        for (Recorded recorded : events) {
            // When
            Pdu event = recorded.pdu();
            var verdict = new EventSignatures(ED25519).verify(event, RecordedEventsTest::key);

            // Then
            assertThat(event.contentHashMatches()).as(recorded.path()).isTrue();
            assertThat(verdict.isValid()).as("%s: %s", recorded.path(), verdict).isTrue();
        }
        assertThat(events.size()).isEqualTo(324);
        assertThat(events.stream().map(event -> event.rules().id().value()).distinct())
                .containsExactlyInAnyOrder("1", "6", "10", "11", "12");
    }

    @Test
    void every_event_gets_an_id_that_the_servers_spoke_of() {
        // Given
        Map<String, String> sessions = EXCHANGES.stream()
                .collect(Collectors.groupingBy(
                        path -> path.substring(0, path.lastIndexOf('/')),
                        Collectors.mapping(RecordedEventsTest::text, Collectors.joining())));

        for (Recorded recorded : events()) {
            // When
            Pdu event = recorded.pdu();

            // Then
            String session =
                    sessions.get(recorded.path().substring(0, recorded.path().lastIndexOf('/')));
            assertThat(session).as(recorded.path()).contains(event.eventId().value());
            if (recorded.rules().format().eventId() != EventIdForm.GIVEN) {
                assertThat(event.redacted().eventId()).isEqualTo(event.eventId());
                assertThat(Pdu.read(event.redacted().bytes(), recorded.rules())
                                .orThrow()
                                .eventId())
                        .isEqualTo(event.eventId());
            }
        }
    }

    @Test
    void invites_get_the_signature_that_the_invited_server_gave_them() {
        // Given
        List<String> invites = EXCHANGES.stream()
                .filter(path -> path.matches(".*PUT-federation-v[12]-invite-200.json"))
                .toList();

        for (String path : invites) {
            JsonObject invite = eventOf(body(path, "request"));
            Pdu received = Pdu.read(invite.bytes(), rules(path)).orThrow();

            // When
            Pdu signed = SECOND_SERVER.sign(received).orThrow();

            // Then
            Pdu answered = Pdu.read(eventOf(body(path, "response")).bytes(), rules(path))
                    .orThrow();
            assertThat(signed.json().object("signatures").orElseThrow().canonical())
                    .as(path)
                    .isEqualTo(
                            answered.json().object("signatures").orElseThrow().canonical());
            assertThat(signed.eventId()).isEqualTo(received.eventId());
            assertThat(signed.json().without("signatures"))
                    .isEqualTo(received.json().without("signatures"));
        }
        assertThat(invites.size()).isGreaterThan(20);
    }

    @Test
    void joins_and_leaves_are_completed_byte_for_byte_as_synapse_completes_them() {
        // Given
        List<String> sends = EXCHANGES.stream()
                .filter(path -> path.matches(".*hs2-to-hs1-PUT-federation-v[12]-send_(join|leave)-200.json"))
                .toList();

        for (String path : sends) {
            JsonObject sent = (JsonObject) body(path, "request");
            JsonObject draft = JsonObject.of(sent.without("hashes", "signatures", "unsigned"));

            // When
            Pdu completed = SECOND_SERVER.complete(draft, rules(path)).orThrow();

            // Then
            assertThat(completed.bytes())
                    .as(path)
                    .isEqualTo(JsonObject.of(sent.without("unsigned")).canonical());
            assertThat(Golden.json(path).at("/request/uri_decoded").asText()).contains("/" + completed.eventId());
        }
        assertThat(sends.size()).isGreaterThan(10);
    }

    @Test
    void templates_that_synapse_offers_can_be_signed() {
        // Given
        List<String> makes = EXCHANGES.stream()
                .filter(path -> path.matches(".*GET-federation-v1-make_(join|leave)-200.json"))
                .toList();

        for (String path : makes) {
            JsonObject template = eventOf(body(path, "response"));
            Wanted wanted = new Wanted(
                    io.vestibule.matrix.id.RoomId.of(template.string("room_id").orElseThrow()),
                    io.vestibule.matrix.id.UserId.of("@bob:localhost:28448"),
                    path.contains("make_join") ? "join" : "leave");

            // When
            TemplateReading reading = MembershipTemplate.read(template, wanted, rules(path));

            // Then
            Pdu event = ((MembershipTemplate) reading)
                    .complete(
                            SECOND_SERVER,
                            new MembershipTemplate.Completion(
                                    1_795_187_279_818L, "opaque", JsonObject.of("{\"displayname\":\"Bob\"}")))
                    .orThrow();
            assertThat(event.contentHashMatches()).isTrue();
            assertThat(event.isMembership(wanted.membership())).isTrue();
            assertThat(new EventSignatures(ED25519)
                            .verify(event, RecordedEventsTest::key)
                            .isValid())
                    .isTrue();
        }
        assertThat(makes.size()).isGreaterThan(10);
    }

    private static List<Recorded> events() {
        List<Recorded> events = new ArrayList<>();
        for (String path : EXCHANGES) {
            collect(path, body(path, "request"), events);
            collect(path, body(path, "response"), events);
        }
        return events;
    }

    private static void collect(String path, JsonValue value, List<Recorded> events) {
        switch (value) {
            case JsonObject object -> {
                if (object.has("hashes") && object.has("signatures") && object.has("auth_events")) {
                    events.add(new Recorded(path, object, rules(path)));
                }
                for (Member member : object) {
                    collect(path, member.value(), events);
                }
            }
            case JsonArray array -> array.forEach(element -> collect(path, element, events));
            default -> {}
        }
    }

    // Version 1 of the endpoints answers [200, {…}], and its invite request is the event itself.
    private static JsonObject eventOf(JsonValue body) {
        return switch (body) {
            case JsonArray pair -> eventOf(pair.get(1).orElseThrow());
            case JsonObject object -> object.object("event").orElse(object);
            default -> throw new IllegalArgumentException("no event in " + body);
        };
    }

    private static JsonValue body(String path, String side) {
        JsonNode raw = Golden.json(path).at("/" + side + "/body_raw");
        String text = raw.asText().isEmpty() ? "{}" : raw.asText();
        try {
            return JsonValue.parse(text.getBytes(UTF_8), JsonRules.LENIENT);
        } catch (io.vestibule.matrix.json.InvalidJsonException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    private static String text(String path) {
        JsonNode exchange = Golden.json(path);
        return exchange.at("/request/uri_decoded").asText()
                + exchange.at("/request/body_raw").asText()
                + exchange.at("/response/body_raw").asText();
    }

    private static RoomVersionRules rules(String path) {
        String version = path.split("/")[2].substring(1);
        return RoomVersions.find(RoomVersionId.of(version)).orElseThrow();
    }

    private static Optional<VerifyKey> key(ServerName server, KeyId id, Pdu event) {
        return Optional.ofNullable(KEYS.getOrDefault(server, Map.of()).get(id));
    }

    private static Map<KeyId, VerifyKey> verifyKeys(String server) {
        JsonNode answer = Golden.json("fixtures/keys/" + server + "-server-key.json");
        Map<KeyId, VerifyKey> keys = new HashMap<>();
        answer.get("verify_keys").properties().forEach(entry -> {
            KeyId id = KeyId.of(entry.getKey());
            keys.put(
                    id,
                    VerifyKey.parse(id, entry.getValue().get("key").asText()).orElseThrow());
        });
        return keys;
    }
}
