package io.vestibule.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.api.RequestTarget;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.key.KeyAnswer;
import io.vestibule.matrix.key.ServerKeys;
import io.vestibule.matrix.room.RoomVersions;
import io.vestibule.matrix.xmatrix.XMatrixMessage;
import io.vestibule.matrix.xmatrix.XMatrixVerdict;
import io.vestibule.matrix.xmatrix.XMatrixVerifier;
import io.vestibule.schemas.ImportedEvent;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.testkit.key.OneKeyRing;
import io.vestibule.testkit.server.RecordedRequest;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes as two Synapse servers had them, with this worker in the place of the one that was invited. */
@Timeout(60)
class GoldenHandshakeIT {
    private static final ServerName RESIDENT = ServerName.of("localhost:18448");
    private static final long RECORDED_AT = 1_795_187_102_821L;

    private static WorkerBench bench;
    private static WorkerService worker;
    private static int servers;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        SigningKeyFile keys = SigningKeyFile.parse(Recording.text("keys/hs2-signing.key"));
        bench = new WorkerBench(folder, ServerName.of("localhost:28448"), keys);
        bench.us.keyRing.learn(keysOf("hs1", RESIDENT));
        worker = bench.startWorker();
    }

    @AfterAll
    static void stop() {
        worker.close();
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invite-accept/v6",
                "invite-accept/v10",
                "invite-accept/v11",
                "invite-accept/v12",
                "fallback-v1-send_join/v1"
            })
    void an_invite_is_accepted_as_recorded(String folder) throws Exception {
        // Given
        Recording recording = Recording.of(folder);
        ScriptedHomeserver resident = resident(recording);
        WorkOrder prepare = prepare(recording, Route.MAKE_JOIN, folder, Membership.JOIN, resident);

        // When
        WorkResult prepared = bench.carryOut(prepare);
        WorkResult result = bench.carryOut(Orders.submit(prepare, prepared, true));

        // Then
        assertThat(prepared.getType()).as(prepared.getDetail()).isEqualTo(WorkResultType.PREPARED);
        assertThat(result.getType()).as(result.getDetail()).isEqualTo(WorkResultType.SUBMITTED);
        assertRequestsAreValid(resident, version(folder));
        assertImported(recording, result, prepared);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invite-reject/v6",
                "invite-reject/v10",
                "invite-reject/v11",
                "fallback-v1-send_leave/v1",
                "fallback-v1-send_leave/v6",
                "fallback-v1-send_leave/v10",
                "fallback-v1-send_leave/v11"
            })
    void an_invite_is_rejected_as_recorded(String folder) throws Exception {
        // Given
        Recording recording = Recording.of(folder);
        ScriptedHomeserver resident = resident(recording);
        WorkOrder prepare = prepare(recording, Route.MAKE_LEAVE, folder, Membership.LEAVE, resident);

        // When
        WorkResult prepared = bench.carryOut(prepare);
        WorkResult result = bench.carryOut(Orders.submit(prepare, prepared));

        // Then
        assertThat(prepared.getType()).as(prepared.getDetail()).isEqualTo(WorkResultType.PREPARED);
        assertThat(result.getType()).as(result.getDetail()).isEqualTo(WorkResultType.SUBMITTED);
        assertRequestsAreValid(resident, version(folder));
    }

    private static void assertImported(Recording recording, WorkResult result, WorkResult prepared) throws Exception {
        Route answered = recording.has(Route.SEND_JOIN_V1) ? Route.SEND_JOIN_V1 : Route.SEND_JOIN;
        io.vertx.core.json.JsonObject recorded = answered == Route.SEND_JOIN_V1
                ? new io.vertx.core.json.JsonArray(recording.get(answered).answer()).getJsonObject(1)
                : new io.vertx.core.json.JsonObject(recording.get(answered).answer());
        RoomReader.Room room = RoomReader.read(bench.imported()).stream()
                .filter(found -> found.importId().equals(result.getImportId()))
                .findFirst()
                .orElseThrow();
        assertThat(room.state()).hasSameSizeAs(recorded.getJsonArray("state"));
        assertThat(room.authChain()).hasSameSizeAs(recorded.getJsonArray("auth_chain"));
        assertThat(room.state()).noneMatch(ImportedEvent::getUnverified).noneMatch(ImportedEvent::getRedacted);
        assertThat(room.manifest().getDroppedEventIds()).isEmpty();
        assertThat(room.manifest().getJoinEventId()).isEqualTo(prepared.getEventId());
        assertThat(room.manifest().getMembersOmitted()).isEqualTo(recorded.getBoolean("members_omitted", false));
    }

    private static void assertRequestsAreValid(ScriptedHomeserver resident, RoomVersionId version) throws Exception {
        List<RecordedRequest> requests =
                bench.world.requests().matching(request -> request.server().equals(resident.name()));
        assertThat(requests).hasSizeGreaterThanOrEqualTo(2);
        XMatrixVerifier verifier = new XMatrixVerifier(
                List.of(resident.name()), OneKeyRing.of(bench.us.name, bench.us.keys.signingKey()), Ed25519.fastest());
        for (RecordedRequest request : requests) {
            boolean put = request.body().length() > 0;
            JsonObject body = put ? JsonObject.of(request.body().getBytes()) : null;
            XMatrixMessage message = XMatrixMessage.of(put ? "PUT" : "GET", new RequestTarget(request.target()), body);
            assertThat(verifier.verify(message, List.of(request.authorization()), System.currentTimeMillis()))
                    .isInstanceOf(XMatrixVerdict.Authenticated.class);
            if (put) {
                assertEventIsValid(request, version);
            }
        }
    }

    private static void assertEventIsValid(RecordedRequest request, RoomVersionId version) {
        Pdu event = Pdu.read(
                        request.body().getBytes(), RoomVersions.find(version).orElseThrow())
                .orThrow();
        assertThat(request.subject()).isEqualTo(event.eventId().value());
        assertThat(event.contentHashMatches()).isTrue();
        assertThat(new EventSignatures(Ed25519.portable())
                        .verify(
                                event,
                                (server, key, signed) ->
                                        Optional.of(bench.us.keys.signingKey().verifyKey()))
                        .isValid())
                .isTrue();
    }

    private static WorkOrder prepare(
            Recording recording, Route make, String folder, Membership membership, ScriptedHomeserver resident) {
        RoomId room = recording.room(make);
        return Orders.order(
                        WorkOrderType.PREPARE_MEMBERSHIP,
                        room.value(),
                        bench.bob(),
                        version(folder).value())
                .setPrepare(Orders.prepare(membership, List.of(resident.name())).build())
                .build();
    }

    private static RoomVersionId version(String folder) {
        return RoomVersionId.of(folder.substring(folder.lastIndexOf('v') + 1));
    }

    private static ScriptedHomeserver resident(Recording recording) {
        ScriptedHomeserver resident = bench.world.server("resident-" + servers++ + ".example");
        recording.playedBy(resident);
        return resident;
    }

    private static ServerKeys keysOf(String nickname, ServerName server) throws Exception {
        JsonObject answer = JsonObject.of(
                Recording.text("keys/" + nickname + "-server-key.json").getBytes(StandardCharsets.UTF_8));
        KeyAnswer verified = ServerKeys.verify(answer, server, RECORDED_AT, new JsonSignatures(Ed25519.fastest()));
        return ((KeyAnswer.Verified) verified).keys();
    }
}
