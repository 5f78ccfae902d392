package io.vestibule.worker.invite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.room.RoomVersions;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.worker.order.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server may be sent its next transaction only when it has answered the one before (specification, "Transactions"). */
@Timeout(60)
class TransactionTurnsIT {
    private OutboundBench bench;
    private TransactionSending sending;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        bench = new OutboundBench(folder);
        sending = bench.retractingWithin(Duration.ofSeconds(40));
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void a_server_gets_one_transaction_at_a_time_and_no_other_server_waits_for_it() throws Exception {
        // Given
        ScriptedHomeserver slow = bench.world.server("slow.example");
        ScriptedHomeserver other = bench.world.server("other.example");
        CompletableFuture<Void> released = new CompletableFuture<>();
        slow.script().next(Route.TRANSACTION, Fault.heldBack(released));
        FutureTask<Answer> first = new FutureTask<>(() -> retract(slow));
        FutureTask<Answer> second = new FutureTask<>(() -> retract(slow));
        Thread.ofPlatform().start(first);
        await().until(() -> transactions(slow) == 1);
        Thread waiting = Thread.ofPlatform().start(second);
        await().until(() -> isIn(waiting, Turns.class));
        // When
        Answer elsewhere = retract(other);
        int meanwhile = transactions(slow);
        released.complete(null);
        // Then
        assertThat(elsewhere).isInstanceOf(Answer.Delivered.class);
        assertThat(meanwhile).isEqualTo(1);
        assertThat(first.get()).isInstanceOf(Answer.Delivered.class);
        assertThat(second.get()).isInstanceOf(Answer.Delivered.class);
        assertThat(transactions(slow)).isEqualTo(2);
    }

    @Test
    void nothing_is_kept_of_servers_that_nobody_has_to_do_with() throws Exception {
        // Given
        Turns turns = new Turns();
        ScriptedHomeserver peer = bench.world.server("peer.example");
        // When
        boolean mine = turns.await(peer.name(), Duration.ZERO);
        boolean theirs = turns.await(peer.name(), Duration.ZERO);
        int during = turns.servers();
        turns.end(peer.name());
        // Then
        assertThat(mine).isTrue();
        assertThat(theirs).isFalse();
        assertThat(during).isEqualTo(1);
        assertThat(turns.servers()).isZero();
    }

    private Answer retract(ScriptedHomeserver from) throws Exception {
        ScriptedRoom room = bench.room("11");
        room.accept(bench.invite(room, from));
        RoomEvent leave = room.prepare(bench.us, bench.us.user("ulla"), from.user("dana"), "leave");
        Pdu event = Pdu.read(
                        leave.json().toBuffer().getBytes(),
                        RoomVersions.find(room.version()).orElseThrow())
                .orThrow();
        return OutboundBench.retract(sending, room, event, from.user("dana")).answer();
    }

    private int transactions(ScriptedHomeserver at) {
        return bench.world
                .requests()
                .matching(request -> request.server().equals(at.name()) && request.route() == Route.TRANSACTION)
                .size();
    }

    private static boolean isIn(Thread thread, Class<?> type) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(type.getName()));
    }
}
