package io.vestibule.worker.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.key.KeyLookup;
import io.vestibule.matrix.key.KeyRequest;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.key.ServerKeys;
import io.vestibule.schemas.ImportManifest;
import io.vestibule.schemas.ImportRecord;
import io.vestibule.schemas.ImportedEvent;
import io.vestibule.testkit.key.OneKeyRing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rooms of many batches: their order, their keys, and many of them at once. */
@Timeout(60)
class ManyEventsTest {
    private static final int MEMBERS = 1500;

    private final BigRoom big = new BigRoom();
    private final List<ImportRecord> written = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void events_that_are_checked_side_by_side_keep_their_order() throws Exception {
        // Given
        Path answer = answer(MEMBERS);

        // When
        RoomImport.Result result = big.run(answer, written::add);

        // Then
        assertThat(result).isInstanceOf(RoomImport.Imported.class);
        assertThat(events())
                .extracting(ImportedEvent::getIndex)
                .isEqualTo(IntStream.rangeClosed(0, MEMBERS).boxed().toList());
        assertThat(events())
                .extracting(ImportedEvent::getEventId)
                .isEqualTo(Stream.concat(
                                Stream.of(big.create()),
                                IntStream.range(0, MEMBERS).mapToObj(number -> big.member(number, "")))
                        .map(event -> event.eventId().value())
                        .toList());
    }

    @Test
    void keys_that_come_after_the_answer_decide_about_events_of_it() throws Exception {
        // Given
        Path answer = answer(300);
        CountDownLatch arrived = new CountDownLatch(1);
        OneKeyRing behind = OneKeyRing.of(BigRoom.RESIDENT, big.residentKeys.signingKey());
        big.ring = new ScriptedRing(request -> {
            awaitQuietly(arrived);
            return behind.lookup(request);
        });

        // When
        RoomImport.Result result = big.run(answer, written::add, arrived::countDown);

        // Then
        assertThat(result).isInstanceOf(RoomImport.Imported.class);
        assertThat(events()).hasSize(301).noneMatch(ImportedEvent::getUnverified);
        assertThat(manifest().getDroppedEventIds()).isEmpty();
    }

    @Test
    void events_whose_keys_cannot_be_had_are_kept_and_say_so() throws Exception {
        // Given
        Path answer = answer(300);
        big.ring = new ScriptedRing(request -> new KeyLookup.Unavailable(request.server(), "it is down"));

        // When
        big.run(answer, written::add);

        // Then
        assertThat(events()).hasSize(301).allMatch(ImportedEvent::getUnverified);
    }

    @Test
    void events_under_keys_that_are_not_valid_are_dropped() throws Exception {
        // Given
        Path answer = answer(300);
        OneKeyRing behind = OneKeyRing.of(BigRoom.RESIDENT, big.residentKeys.signingKey());
        List<Long> askedFor = new ArrayList<>();
        big.ring = new ScriptedRing(request -> {
            synchronized (askedFor) {
                askedFor.add(request.minimumValidUntilTs());
            }
            return request.minimumValidUntilTs() > BigRoom.TIME
                    ? new KeyLookup.NotValid(request.server())
                    : behind.lookup(request);
        });
        String late = Files.readString(answer)
                .replace(
                        "]}",
                        ","
                                + new String(
                                        big.memberAt(BigRoom.TIME + 1).bytes(), java.nio.charset.StandardCharsets.UTF_8)
                                + "]}");
        Files.writeString(answer, late);

        // When
        big.run(answer, written::add);

        // Then
        assertThat(events()).hasSize(301);
        assertThat(manifest().getDroppedEventIds())
                .containsExactly(big.memberAt(BigRoom.TIME + 1).eventId().value());
        assertThat(askedFor).contains(BigRoom.TIME + 1);
    }

    @Test
    void more_imports_than_the_lanes_have_places_all_come_to_their_end() throws Exception {
        // Given
        Path answer = answer(400);
        Spool spool = Spool.open(folder.resolve("spool"), Long.MAX_VALUE);
        List<Future<RoomImport.Result>> results = new ArrayList<>();

        // When
        try (VerificationLanes lanes = VerificationLanes.open();
                ExecutorService importers = Executors.newVirtualThreadPerTaskExecutor()) {
            RoomImport rooms = big.rooms(lanes, spool, record -> {});
            for (int number = 0; number < 40; number++) {
                results.add(importers.submit(importOf(rooms, answer, number)));
            }
        }

        // Then
        for (Future<RoomImport.Result> result : results) {
            assertThat(result.get()).isInstanceOf(RoomImport.Imported.class);
        }
        assertThat(folder.resolve("spool")).isEmptyDirectory();
    }

    private Callable<RoomImport.Result> importOf(RoomImport rooms, Path answer, int number) {
        return () -> {
            try (var in = Files.newInputStream(answer)) {
                return rooms.run(new JoinedRoom("order" + number, "command", big.join(), BigRoom.RESIDENT, false), in);
            }
        };
    }

    private Path answer(int members) throws Exception {
        Path answer = folder.resolve("answer.json");
        big.writeAnswer(answer, members, "");
        return answer;
    }

    private List<ImportedEvent> events() {
        return written.stream()
                .filter(imported -> imported.getEvent() != null)
                .map(ImportRecord::getEvent)
                .toList();
    }

    private ImportManifest manifest() {
        return written.getLast().getManifest();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private record ScriptedRing(Function<KeyRequest, KeyLookup> script) implements KeyRing {
        @Override
        public KeyLookup lookup(KeyRequest request) {
            return script.apply(request);
        }

        @Override
        public void learn(ServerKeys keys) {
            // It knows what it knows.
        }
    }
}
