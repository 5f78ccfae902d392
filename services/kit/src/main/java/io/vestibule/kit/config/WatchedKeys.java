package io.vestibule.kit.config;

import io.vestibule.matrix.crypto.OwnKeys;
import io.vestibule.matrix.crypto.SigningKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our signing keys, read again when their file has changed, so that a key is changed without a restart. A file that cannot be
 * used, because it is being written or is wrong, leaves the keys as they are and is said once. Thread-safe.
 */
public final class WatchedKeys implements OwnKeys {

    private static final Logger log = LoggerFactory.getLogger(WatchedKeys.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Path file;
    private final LongSupplier nanoTime;
    private final AtomicLong lookAt;
    private volatile Loaded loaded;

    /** What a file held, and how to tell whether it is still that file. */
    private record Loaded(SigningKeyFile keys, Stamp stamp) {}

    private record Stamp(FileTime modified, long size) {
        static Stamp of(Path file) throws IOException {
            return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
        }
    }

    private WatchedKeys(Path file, Loaded loaded, LongSupplier nanoTime) {
        this.file = file;
        this.loaded = loaded;
        this.nanoTime = nanoTime;
        this.lookAt = new AtomicLong(nanoTime.getAsLong() + LOOK_EVERY.toNanos());
    }

    /**
     * Reads the keys, and makes one where no file was named, as {@link SigningKeys#load} does.
     *
     * @param nanoTime a clock that never goes back, such as {@link System#nanoTime}
     * @throws ConfigException if the file is missing, unreadable or wrong; the message never holds its content
     */
    public static WatchedKeys watch(VestibuleConfig.Server server, LongSupplier nanoTime) {
        SigningKeyFile keys = SigningKeys.load(server);
        Path file = server.signingKeyFile();
        try {
            return new WatchedKeys(file, new Loaded(keys, Stamp.of(file)), nanoTime);
        } catch (IOException e) {
            throw new ConfigException(VestibuleConfig.SIGNING_KEY_FILE + ": cannot look at " + file + ": " + e, e);
        }
    }

    @Override
    public SigningKeyFile current() {
        long due = lookAt.get();
        long now = nanoTime.getAsLong();
        if (now - due >= 0 && lookAt.compareAndSet(due, now + LOOK_EVERY.toNanos())) {
            look();
        }
        return loaded.keys();
    }

    private void look() {
        Stamp stamp;
        try {
            stamp = Stamp.of(file);
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("reason", e.toString())
                    .log("the signing keys are gone");
            return;
        }
        if (stamp.equals(loaded.stamp())) {
            return;
        }
        SigningKeyFile keys = loaded.keys();
        try {
            keys = SigningKeyFile.read(file);
            SigningKeys.warnOfReaders(file);
            log.atInfo()
                    .addKeyValue("signing", keys.signingKey().id())
                    .addKeyValue("old", keys.oldKeys().size())
                    .log("the signing keys were read again");
        } catch (IOException | IllegalArgumentException e) {
            log.atWarn()
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("the changed signing keys cannot be used, those from before stay");
        }
        loaded = new Loaded(keys, stamp);
    }
}
