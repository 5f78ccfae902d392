package io.vestibule.topology.service;

import io.vestibule.kit.instance.NameFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.utils.Utils;

/**
 * This instance's name in the group, kept beside the stores: an instance that comes back under its name gets its own rooms
 * again.
 *
 * <p>That is right only as long as its stores are still good. They are gone with the folder, and with it the name; and
 * they are {@linkplain SpoiledStores thrown away} after a death without a clean stop, or if a {@linkplain StoreFiles file} of
 * theirs is spoilt. Where others keep warm copies, the instance
 * then takes a new name: under the old one it would get its rooms back without being asked for its stores, and restore
 * them while a warm copy idles.
 */
final class InstanceId {

    private static final String FILE = "instance-id";
    private static final String CLEAN = "stopped-cleanly";

    private final Path stateDir;
    private final String name;
    private final Optional<String> abandoned;
    private final boolean storesAreGood;

    private InstanceId(Path stateDir, String name, Optional<String> abandoned, boolean storesAreGood) {
        this.stateDir = stateDir;
        this.name = name;
        this.abandoned = abandoned;
        this.storesAreGood = storesAreGood;
    }

    /**
     * @param stateDir where the stores are; made if it is missing
     * @param prefix what every name of this instance begins with
     * @param standbys whether others keep warm copies of its stores
     * @param random for a new name
     * @return the name that was kept, or a new one
     * @throws IOException if the name can be neither read nor written
     */
    static InstanceId take(Path stateDir, String prefix, boolean standbys, RandomGenerator random) throws IOException {
        Files.createDirectories(stateDir);
        NameFile file = new NameFile(stateDir.resolve(FILE));
        Optional<String> kept = file.read();
        boolean storesAreGood = Files.deleteIfExists(stateDir.resolve(CLEAN)) && StoreFiles.areSound(stateDir);
        // Else the mark may be there again after a power cut, and vouch for stores that were written to since.
        Utils.flushDir(stateDir);
        if (kept.isPresent() && kept.get().startsWith(prefix + "-") && (storesAreGood || !standbys)) {
            return new InstanceId(stateDir, kept.get(), Optional.empty(), storesAreGood);
        }
        return new InstanceId(stateDir, file.make(prefix, random), kept, storesAreGood);
    }

    String name() {
        return name;
    }

    /** @return the name that this instance had before and gave up, under which the group may still wait for it */
    Optional<String> abandoned() {
        return abandoned;
    }

    /** @return whether whoever had the stores last closed them, and they are still as they were then */
    boolean storesAreGood() {
        return storesAreGood;
    }

    /** The stores are closed and good. */
    void stoppedCleanly() throws IOException {
        Files.writeString(stateDir.resolve(CLEAN), "");
    }
}
