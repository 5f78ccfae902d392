package io.vestibule.standalone;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything in one process loses its power in mid-traffic: it is killed, and its disk has what was forced to it and an
 * accident of the rest. Another cut with {@code -Dvestibule.power.seed=N}, and without a flush of each record with {@code
 * -Dvestibule.power.flush=false}, which promises are broken by.
 */
class PowerCutFT {

    private static final Logger LOG = LoggerFactory.getLogger(PowerCutFT.class);
    private static final long SEED = Long.getLong("vestibule.power.seed", 7);
    private static final boolean FLUSH = !"false".equals(System.getProperty("vestibule.power.flush"));
    private static final int AT_LEAST = 40;

    @TempDir
    Path directory;

    @Test
    void what_was_acknowledged_or_commanded_before_the_power_went_is_kept_and_ends_once() throws Exception {
        // Given
        Random random = new Random(SEED);
        Path notes = directory.resolve("forced.txt");
        try (CutOffScene scene = CutOffScene.start(directory, FLUSH, DiskWitness.option(directory, notes))) {
            scene.killInMidTraffic(AT_LEAST + random.nextInt(AT_LEAST));
            PowerCut.Damage damage = new PowerCut(scene.data(), DiskWitness.forced(notes), random).strike();
            LOG.atInfo()
                    .addKeyValue("seed", SEED)
                    .addKeyValue("acknowledged", scene.acknowledged())
                    .addKeyValue("damage", damage)
                    .log("the power is gone");
            // When
            scene.restart();
            // Then
            scene.assertNothingIsLost();
        }
    }
}
