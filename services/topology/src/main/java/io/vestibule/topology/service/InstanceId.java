package io.vestibule.topology.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * This instance's name in the group, made once and kept beside the stores: an instance that comes back under its name gets
 * its own rooms again, and its stores are still there.
 */
final class InstanceId {

    private static final String FILE = "instance-id";
    private static final int BYTES = 6;

    private InstanceId() {}

    /**
     * @param stateDir where the stores are; made if it is missing
     * @throws IOException if the name can be neither read nor written
     */
    static String loadOrMake(Path stateDir, RandomGenerator random) throws IOException {
        Path file = stateDir.resolve(FILE);
        if (Files.exists(file)) {
            String kept = Files.readString(file).strip();
            if (kept.matches("[A-Za-z0-9._-]{1,200}")) {
                return kept;
            }
            throw new IOException(file + " does not hold a name of [A-Za-z0-9._-]");
        }
        byte[] fresh = new byte[BYTES];
        random.nextBytes(fresh);
        String made = "topology-" + HexFormat.of().formatHex(fresh);
        Files.createDirectories(stateDir);
        Files.writeString(file, made + "\n");
        return made;
    }
}
