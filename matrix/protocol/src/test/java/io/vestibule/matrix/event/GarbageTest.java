package io.vestibule.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.vestibule.matrix.Golden;
import io.vestibule.matrix.json.CanonicalJson;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import io.vestibule.matrix.json.JsonSelection;
import io.vestibule.matrix.room.RoomVersions;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * What the hot path leaves to the garbage collector, on a recorded invite of 1.4 kB with stripped state in it. The limits are
 * half as much again as is measured, because how much the compiler optimises away differs from run to run; a tree would
 * take ten times as much.
 */
class GarbageTest {

    private static final JsonSelection SIGNED = JsonSelection.allBut("signatures", "unsigned");
    private static final byte[] INVITE = JsonObject.of(
                    Golden.json("fixtures/invite-accept/v6/03-hs1-to-hs2-PUT-federation-v2-invite-200.json")
                            .at("/request/body_raw")
                            .asText())
            .object("event")
            .orElseThrow()
            .bytes();

    @Test
    void an_index_takes_about_a_kilobyte() throws Exception {
        // Given
        Callable<Object> parse = () -> JsonObject.parse(INVITE, JsonRules.STRICT);

        // When
        long bytes = allocatedBy(parse);

        // Then
        assertThat(bytes).isLessThan(1700);
    }

    @Test
    void a_canonical_form_takes_little_more_than_its_own_bytes() throws Exception {
        // Given
        JsonObject invite = JsonObject.parse(INVITE, JsonRules.STRICT);

        // When
        long bytes = allocatedBy(() -> CanonicalJson.of(invite, SIGNED));

        // Then
        assertThat(bytes).isLessThan(CanonicalJson.of(invite, SIGNED).length + 400L);
    }

    @Test
    void a_hash_keeps_no_canonical_form() throws Exception {
        // Given
        JsonObject invite = JsonObject.parse(INVITE, JsonRules.STRICT);

        // When
        long content = allocatedBy(() -> EventHashes.contentHash(invite));
        long reference = allocatedBy(() -> EventHashes.referenceHash(invite, RoomVersions.V6));

        // Then
        assertThat(content).isLessThan(1000);
        assertThat(reference).isLessThan(1000);
    }

    private static long allocatedBy(Callable<Object> operation) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().threadId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getThreadAllocatedBytes(id);
            for (int i = 0; i < 2000; i++) {
                operation.call();
            }
            least = Math.min(least, (threads.getThreadAllocatedBytes(id) - before) / 2000);
        }
        return least;
    }
}
