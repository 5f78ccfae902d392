package io.vestibule.standalone;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything in one process, its broker too, killed in mid-traffic. */
class KilledStandaloneFT {

    private static final int KILLED_AFTER = 40;

    @TempDir
    Path directory;

    @Test
    void killed_in_mid_traffic_it_keeps_what_was_acknowledged_or_commanded() throws Exception {
        // Given
        try (CutOffScene scene = CutOffScene.start(directory, false)) {
            scene.killInMidTraffic(KILLED_AFTER);
            // When
            scene.restart();
            // Then
            scene.assertNothingIsLost();
        }
    }
}
