package io.vestibule.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** This worker's name in its consumer group, made once and kept in the data folder. */
final class InstanceId {
    private static final String FILE = "worker-instance-id";
    private static final int BYTES = 6;

    private InstanceId() {}

    /**
     * @param dataDir made if it is missing
     * @throws IOException if the name can be neither read nor written
     */
    static String loadOrMake(Path dataDir, RandomGenerator random) throws IOException {
        Path file = dataDir.resolve(FILE);
        if (Files.exists(file)) {
            String kept = Files.readString(file).strip();
            if (kept.matches("[A-Za-z0-9._-]{1,200}")) {
                return kept;
            }
            throw new IOException(file + " does not hold a name of [A-Za-z0-9._-]");
        }
        byte[] fresh = new byte[BYTES];
        random.nextBytes(fresh);
        String made = "worker-" + HexFormat.of().formatHex(fresh);
        Files.createDirectories(dataDir);
        Files.writeString(file, made + "\n");
        return made;
    }
}
