package io.vestibule.worker.invite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.kit.lanes.Ticket;
import io.vestibule.matrix.api.ApiRequest;
import io.vestibule.matrix.api.UnstableNames;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.federation.client.FederationRequest;
import io.vestibule.matrix.federation.client.FederationResponse;
import io.vestibule.matrix.federation.client.FederationResult;
import io.vestibule.matrix.federation.client.ResponseHead;
import io.vestibule.matrix.federation.client.XMatrixRequestSigner;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.xmatrix.XMatrixSigner;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.PrepareEvent;
import io.vestibule.schemas.SendInviteOrder;
import io.vestibule.schemas.SendPdu;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.testkit.key.OneKeyRing;
import io.vestibule.testkit.wire.EventFormat;
import io.vestibule.testkit.wire.ServerKey;
import io.vestibule.worker.imports.OurKeys;
import io.vestibule.worker.order.Answer;
import io.vestibule.worker.order.Order;
import io.vestibule.worker.order.OrderReader;
import io.vestibule.worker.walk.ServerHealth;
import java.io.InputStream;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Invites as one Synapse server sent them to another, with this worker in the place of the one that invited: from the bare content it
 * has to make the very event, and requests that {@link PlainChecker}, which knows nothing of Vestibule, takes for good.
 */
class GoldenInviteTest {
    private static final ServerName US = ServerName.of("localhost:18448");
    private static final ServerName THEM = ServerName.of("localhost:28448");
    private static final String FIXTURES = "/io/vestibule/golden/fixtures/";

    private final SigningKeyFile keys = SigningKeyFile.parse(text("keys/hs1-signing.key"));
    private final String ourKey = publicKey("hs1");
    private final XMatrixRequestSigner requestSigner =
            new XMatrixRequestSigner(new XMatrixSigner(US, keys.signingKey(), Ed25519.fastest()));
    private final List<ApiRequest> sent = new ArrayList<>();
    private final Deque<JsonObject> answers = new ArrayDeque<>();
    private final ServerHealth health = new ServerHealth(Duration.ofMinutes(1));

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v6", "v10", "v11"})
    void an_invite_falls_back_from_version_2_to_version_1_where_that_can_carry_it_and_nowhere_else(String folder)
            throws Exception {
        // Given
        JsonObject unknown = json("fallback-v1-invite/" + folder + "/03-hs1-to-hs2-PUT-federation-v2-invite-404.json");
        JsonObject recorded = body(unknown).getJsonObject("event");
        answers.add(unknown);
        boolean falls = folder.equals("v1");
        if (falls) {
            answers.add(json("fallback-v1-invite/v1/04-hs1-to-hs2-PUT-federation-v1-invite-200.json"));
        }
        JsonObject last = answers.getLast();
        // When
        Answer answer = send(folder.substring(1), recorded);
        // Then
        assertThat(answers).isEmpty();
        assertV2(sent.getFirst(), unknown, recorded);
        if (falls) {
            assertV1(sent.getLast(), last, recorded);
            assertMerged(answer, new JsonArray(responseText(last)).getJsonObject(1));
        } else {
            assertThat(sent).hasSize(1);
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.Declined.class,
                            declined ->
                                    assertThat(declined.kind()).isEqualTo(Answer.Declined.Kind.INCOMPATIBLE_VERSION));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invite-retract/v6",
                "invite-retract/v10",
                "invite-retract/v11",
                "invite-ban/v10",
                "invite-rich-state/v11"
            })
    void an_invite_of_version_2_is_the_recorded_event_and_the_recorded_answer_is_merged(String folder)
            throws Exception {
        // Given
        JsonObject exchange = json(folder + "/03-hs1-to-hs2-PUT-federation-v2-invite-200.json");
        JsonObject recorded = body(exchange).getJsonObject("event");
        answers.add(exchange);
        // When
        Answer answer = send(folder.substring(folder.lastIndexOf('v') + 1), recorded);
        // Then
        assertV2(sent.getFirst(), exchange, recorded);
        assertMerged(answer, new JsonObject(responseText(exchange)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"6", "10", "11"})
    void a_retraction_is_the_recorded_leave_in_a_transaction_of_our_own(String version) throws Exception {
        // Given
        JsonObject exchange = json("invite-retract/v" + version + "/04-hs1-to-hs2-PUT-federation-v1-send-200.json");
        JsonObject recorded = body(exchange).getJsonArray("pdus").getJsonObject(0);
        answers.add(exchange);
        Pdu leave = prepared(version, recorded, Membership.LEAVE);
        WorkOrder order = order(WorkOrderType.SEND_PDU, version, recorded)
                .setSendPdu(new SendPdu(leave.eventId().value(), new String(leave.bytes(), UTF_8)))
                .build();
        // When
        Answer answer = new TransactionSending(this::call, US, health, Duration.ofSeconds(1), InstantSource.system())
                .send((Order.SendPdu) OrderReader.read(order), new Ticket(false))
                .answer();
        // Then
        assertThat(answer).isEqualTo(new Answer.Delivered(THEM, ""));
        ApiRequest request = sent.getFirst();
        assertThat(request.target().toString()).matches("/_matrix/federation/v1/send/vestibule-[A-Za-z0-9_-]+");
        JsonObject body = body(request);
        assertThat(body.getMap().keySet()).containsExactlyInAnyOrder("origin", "origin_server_ts", "pdus");
        assertThat(body.getString("origin")).isEqualTo(US.value());
        assertEvent(body.getJsonArray("pdus").getJsonObject(0), recorded);
        assertAuthenticated(request);
    }

    private Answer send(String version, JsonObject recorded) throws Exception {
        Pdu event = prepared(version, recorded, Membership.INVITE);
        WorkOrder order = order(WorkOrderType.SEND_INVITE, version, recorded)
                .setSendInvite(SendInviteOrder.newBuilder()
                        .setEventId(event.eventId().value())
                        .setEventJson(new String(event.bytes(), UTF_8))
                        .setInviteRoomState(state(version, recorded))
                        .setVia(List.of(US.value()))
                        .build())
                .build();
        InviteSending.Tools tools = new InviteSending.Tools(
                this::call,
                new Envelopes(List.of(UnstableNames.VIA), Optional.empty()),
                new SignedAnswer(new EventSignatures(Ed25519.fastest()), theirKeys(), US),
                new AuthMemory(Duration.ofHours(1)),
                health);
        return new InviteSending(tools, Duration.ofSeconds(1), InstantSource.system())
                .send((Order.SendInvite) OrderReader.read(order), new Ticket(false))
                .answer();
    }

    /** The event as our homeserver gives it: without hashes and signatures. */
    private Pdu prepared(String version, JsonObject recorded, Membership membership) throws Exception {
        JsonObject bare = recorded.copy();
        List.of("hashes", "signatures").forEach(bare::remove);
        PrepareEvent prepare = PrepareEvent.newBuilder()
                .setMembership(membership)
                .setEventJson(bare.encode())
                .setInviteRoomState(membership == Membership.INVITE ? state(version, recorded) : List.of())
                .build();
        WorkOrder order = order(WorkOrderType.PREPARE_EVENT, version, recorded)
                .setPrepareEvent(prepare)
                .build();
        EventPreparing preparing = new EventPreparing(
                new EventSigner(Ed25519.fastest(), US, keys.signingKey()),
                new EventSignatures(Ed25519.fastest()),
                new OurKeys(US, keys),
                new ViaNarrowing(health, InstantSource.system()));
        Answer answer = preparing.prepare((Order.PrepareEvent) OrderReader.read(order));
        assertThat(answer).isInstanceOf(Answer.EventPrepared.class);
        return ((Answer.EventPrepared) answer).event();
    }

    /** The stripped state of the recording as whole events (MSC4311), which Synapse did not send for these versions. */
    private static List<String> state(String version, JsonObject recorded) {
        EventFormat format = new EventFormat(RoomVersionId.of(version));
        ServerKey key = ServerKey.of(KeyId.of("ed25519:a_RvbB"), seed());
        List<String> state = new ArrayList<>();
        for (Object entry : recorded.getJsonObject("unsigned").getJsonArray("invite_room_state")) {
            JsonObject event = ((JsonObject) entry)
                    .copy()
                    .put("room_id", recorded.getString("room_id"))
                    .put("origin_server_ts", 1)
                    .put("depth", state.size() + 1)
                    .put("auth_events", new JsonArray())
                    .put("prev_events", new JsonArray());
            if (format.carriesEventId()) {
                event.put("event_id", "$state" + state.size() + ":" + US);
            }
            state.add(format.hashAndSign(event, US, key).encode());
        }
        return state;
    }

    private void assertV2(ApiRequest request, JsonObject exchange, JsonObject recorded) throws Exception {
        assertThat(decoded(request)).isEqualTo(exchange.getJsonObject("request").getString("uri_decoded"));
        JsonObject body = body(request);
        assertThat(body.getMap().keySet())
                .containsExactlyInAnyOrder("event", "invite_room_state", "room_version", "org.matrix.msc4125.via");
        assertThat(body.getString("room_version")).isEqualTo(body(exchange).getString("room_version"));
        assertThat(body.getJsonArray("org.matrix.msc4125.via")).isEqualTo(new JsonArray(List.of(US.value())));
        assertEvent(body.getJsonObject("event"), recorded);
        assertState(body.getJsonArray("invite_room_state"), recorded);
        assertAuthenticated(request);
    }

    private void assertV1(ApiRequest request, JsonObject exchange, JsonObject recorded) throws Exception {
        assertThat(decoded(request)).isEqualTo(exchange.getJsonObject("request").getString("uri_decoded"));
        JsonObject body = body(request);
        JsonObject unsigned = (JsonObject) body.remove("unsigned");
        assertThat(unsigned.getMap().keySet()).containsExactly("invite_room_state");
        assertState(unsigned.getJsonArray("invite_room_state"), recorded);
        assertEvent(body, recorded);
        assertAuthenticated(request);
    }

    private void assertEvent(JsonObject event, JsonObject recorded) throws Exception {
        JsonObject bare = recorded.copy();
        bare.remove("unsigned");
        assertThat(event).as("the event, hash and signature included").isEqualTo(bare);
        assertThat(PlainChecker.isHashed(event)).isTrue();
        assertThat(PlainChecker.isSigned(event, US.value(), "ed25519:a_RvbB", ourKey))
                .isTrue();
    }

    private static void assertState(JsonArray state, JsonObject recorded) throws Exception {
        JsonArray shown = recorded.getJsonObject("unsigned").getJsonArray("invite_room_state");
        assertThat(state).hasSameSizeAs(shown);
        assertThat(state.getJsonObject(0).getString("type")).isEqualTo("m.room.create");
        assertThat(state)
                .allSatisfy(entry -> assertThat(((JsonObject) entry).getMap().keySet())
                        .contains("auth_events", "prev_events", "depth", "hashes", "signatures", "room_id")
                        .doesNotContain("unsigned"));
        for (Object entry : state) {
            assertThat(PlainChecker.isHashed((JsonObject) entry)).isTrue();
        }
    }

    private void assertAuthenticated(ApiRequest request) {
        String header = requestSigner.authorization(THEM, FederationRequest.of(request));
        assertThat(PlainChecker.parameter(header, "origin")).isEqualTo(US.value());
        assertThat(PlainChecker.parameter(header, "destination")).isEqualTo(THEM.value());
        assertThat(PlainChecker.authenticates(header, "PUT", request.target().toString(), body(request), ourKey))
                .isTrue();
    }

    private static void assertMerged(Answer answer, JsonObject answered) {
        assertThat(answer).isInstanceOf(Answer.Invited.class);
        JsonObject expected = answered.getJsonObject("event").copy();
        expected.remove("unsigned");
        JsonObject merged =
                new JsonObject(new String(((Answer.Invited) answer).event().bytes(), UTF_8));
        assertThat(merged).isEqualTo(expected);
        assertThat(PlainChecker.isSigned(merged, THEM.value(), "ed25519:a_ygbG", publicKey("hs2")))
                .isTrue();
    }

    private FederationResult<FederationResponse> call(ServerName server, ApiRequest request, Duration budget) {
        assertThat(server).isEqualTo(THEM);
        sent.add(request);
        JsonObject response = answers.removeFirst().getJsonObject("response");
        String text = Objects.requireNonNullElse(response.getString("body_raw"), "");
        return new FederationResult.Answered<>(new FederationResponse(
                new ResponseHead(response.getInteger("status"), Map.of()), text.getBytes(UTF_8)));
    }

    private static WorkOrder.Builder order(WorkOrderType type, String version, JsonObject event) {
        return WorkOrder.newBuilder()
                .setOrderId("golden")
                .setType(type)
                .setRoomId(event.getString("room_id"))
                .setUserId(event.getString("state_key"))
                .setLane("lane")
                .setNotAfter(Long.MAX_VALUE)
                .setRoomVersion(version);
    }

    /** The invited server's key, as it was published. */
    private static OneKeyRing theirKeys() {
        KeyId id = KeyId.of("ed25519:a_ygbG");
        return new OneKeyRing(THEM, id, VerifyKey.parse(id, publicKey("hs2")).orElseThrow());
    }

    private static String publicKey(String server) {
        JsonObject published = new JsonObject(text("keys/" + server + "-server-key.json"));
        JsonObject current = published.getJsonObject("verify_keys");
        return current.getJsonObject(current.fieldNames().iterator().next()).getString("key");
    }

    private static byte[] seed() {
        return Base64.getDecoder().decode(text("keys/hs1-signing.key").strip().split(" ")[2]);
    }

    private static String decoded(ApiRequest request) {
        return URLDecoder.decode(request.target().toString().replace("+", "%2B"), UTF_8);
    }

    private static JsonObject body(ApiRequest request) {
        return new JsonObject(new String(Objects.requireNonNull(request.body()), UTF_8));
    }

    private static JsonObject body(JsonObject exchange) {
        return exchange.getJsonObject("request").getJsonObject("body");
    }

    private static String responseText(JsonObject exchange) {
        return exchange.getJsonObject("response").getString("body_raw");
    }

    private static JsonObject json(String file) {
        return new JsonObject(text(file));
    }

    private static String text(String file) {
        try (InputStream in =
                Objects.requireNonNull(GoldenInviteTest.class.getResourceAsStream(FIXTURES + file), file)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
