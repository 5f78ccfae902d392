package io.vestibule.worker.invite;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.room.RoomVersions;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.RecordedRequest;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.worker.order.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Leaves and bans that withdraw an invite of ours, as transactions. */
@Timeout(60)
class RetractionSendingIT {
    private static OutboundBench bench;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        bench = new OutboundBench(folder);
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    void a_retraction_is_the_same_transaction_however_often_it_is_sent() throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
        peer.script().next(Route.TRANSACTION, Fault.serverError(), Fault.hang());
        ScriptedRoom room = bench.room("11");
        room.accept(bench.invite(room, peer));
        RoomEvent leave = room.prepare(bench.us, bench.us.user("ulla"), peer.user("dana"), "leave");
        Pdu event = pdu(room, leave);
        // When
        Answer fault = bench.retract(room, event, peer.user("dana")).answer();
        Answer silence = bench.retract(room, event, peer.user("dana")).answer();
        Answer taken = bench.retract(room, event, peer.user("dana")).answer();
        // Then
        assertThat(fault).isInstanceOf(Answer.Exhausted.class);
        assertThat(silence).isInstanceOf(Answer.Ambiguous.class);
        assertThat(taken).isInstanceOf(Answer.Delivered.class);
        List<RecordedRequest> requests = bench.world
                .requests()
                .matching(request -> request.server().equals(peer.name()) && request.route() == Route.TRANSACTION);
        assertThat(requests).hasSize(3);
        assertThat(requests)
                .extracting(RecordedRequest::target)
                .containsOnly(requests.getFirst().target());
        assertThat(requests)
                .extracting(RecordedRequest::body)
                .containsOnly(requests.getFirst().body());
        assertThat(requests.getFirst().parameters().getFirst()).startsWith("vestibule-");
        assertThat(requests.getFirst().json().getJsonArray("pdus")).isEqualTo(new JsonArray().add(leave.json()));
    }

    @Test
    void what_a_server_says_of_the_event_in_a_transaction_that_it_took_is_told() throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
        ScriptedRoom room = bench.room("11");
        room.accept(bench.invite(room, peer));
        RoomEvent leave = room.prepare(bench.us, bench.us.user("ulla"), peer.user("dana"), "leave");
        peer.script()
                .next(
                        Route.TRANSACTION,
                        Fault.reply(200, "{\"pdus\":{\"" + leave.id() + "\":{\"error\":\"no such invite\"}}}"));
        // When
        Answer answer = bench.retract(room, pdu(room, leave), peer.user("dana")).answer();
        // Then
        assertThat(answer).isEqualTo(new Answer.Delivered(peer.name(), "no such invite"));
    }

    private static Pdu pdu(ScriptedRoom room, RoomEvent event) {
        return Pdu.read(
                        event.json().toBuffer().getBytes(),
                        RoomVersions.find(room.version()).orElseThrow())
                .orThrow();
    }
}
