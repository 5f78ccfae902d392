package io.vestibule.interop.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MeetingTest {

    private final AtomicInteger changes = new AtomicInteger();

    @Test
    void a_change_is_made_once_when_every_telling_has_come_to_it() throws Exception {
        // Given
        Meeting meeting = new Meeting(3);
        AtomicInteger arrived = new AtomicInteger();
        AtomicInteger arrivedAtTheChange = new AtomicInteger();
        Callable<Integer> telling = () -> {
            arrived.incrementAndGet();
            meeting.agreeOn(() -> {
                changes.incrementAndGet();
                arrivedAtTheChange.set(arrived.get());
            });
            return changes.get();
        };

        // When
        List<Future<Integer>> seen = tell(List.of(telling, telling, telling));

        // Then
        assertThat(seen).extracting(Future::resultNow).containsExactly(1, 1, 1);
        assertThat(arrivedAtTheChange).hasValue(3);
    }

    @Test
    void a_telling_that_has_ended_is_not_waited_for() throws Exception {
        // Given
        Meeting meeting = new Meeting(2);
        FutureTask<Integer> goesOn = new FutureTask<>(() -> {
            meeting.agreeOn(changes::incrementAndGet);
            meeting.agreeOn(changes::incrementAndGet);
            return changes.get();
        });
        Thread telling = Thread.ofPlatform().start(goesOn);
        await().until(() -> telling.getState() == Thread.State.WAITING);
        int before = changes.get();

        // When
        meeting.leave();

        // Then
        assertThat(goesOn.get()).isEqualTo(2);
        assertThat(before).isZero();
    }

    @Test
    void a_change_that_fails_fails_every_telling() throws Exception {
        // Given
        Meeting meeting = new Meeting(2);
        Callable<Integer> telling = () -> {
            meeting.agreeOn(() -> {
                throw new IllegalStateException("the port is taken");
            });
            return 0;
        };

        // When
        List<Future<Integer>> seen = tell(List.of(telling, telling));

        // Then
        assertThat(seen).allSatisfy(end -> assertThatThrownBy(end::get).hasRootCauseMessage("the port is taken"));
    }

    private static List<Future<Integer>> tell(List<Callable<Integer>> tellings) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(tellings);
        }
    }
}
