package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What a power cut makes of the folder of a deployment that was killed: behind what was forced to the disk a log may end
 * anywhere, or go on with anything; other files that nobody forced may be cut or hold anything.
 */
final class PowerCut {

    private static final int LONGEST_TORN_WRITE = 500;

    private final Path data;
    private final Map<Path, Long> forced;
    private final Random random;

    /**
     * What was done.
     *
     * @param logs how many logs there were
     * @param lost bytes of logs that the disk did not have
     * @param others how many other files were damaged
     */
    record Damage(int logs, long lost, int others) {}

    /**
     * @param data the deployment's folder
     * @param forced how much of each log the disk has, as {@link DiskWitness} tells
     * @param random where logs end
     */
    PowerCut(Path data, Map<Path, Long> forced, Random random) {
        this.data = data;
        this.forced = forced;
        this.random = random;
    }

    Damage strike() throws IOException {
        int logs = 0;
        long lost = 0;
        int others = 0;
        Path broker = data.resolve("broker/log");
        for (Path file : files(broker)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".log")) {
                lost += endAnywhere(file);
                logs++;
            } else if (name.endsWith("index") || name.endsWith(".snapshot")) {
                others += damage(file);
            }
        }
        for (Path file : files(data.resolve("topology"))) {
            boolean store = file.toString().contains("rocksdb") || file.endsWith("kafka-streams-process-metadata");
            others += store ? damage(file) : 0;
        }
        assertThat(forced).as("logs that were forced to the disk").isNotEmpty();
        return new Damage(logs, lost, others);
    }

    private static List<Path> files(Path within) throws IOException {
        try (Stream<Path> files = Files.walk(within)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** @return how many bytes of what was written are gone */
    private long endAnywhere(Path file) throws IOException {
        try (FileChannel log = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long had = forced.getOrDefault(file.toAbsolutePath().normalize(), 0L);
            long written = log.size();
            assertThat(had)
                    .as("the disk has no more of %s than was written", file)
                    .isLessThanOrEqualTo(written);
            long whole = had + (written > had ? random.nextLong(written - had) : 0);
            log.truncate(whole);
            tornWrite(log, whole);
            return written - whole;
        }
    }

    /** The write under way: some of its blocks have arrived, or only their place in the file. */
    private void tornWrite(FileChannel log, long at) throws IOException {
        byte[] torn = new byte[random.nextInt(LONGEST_TORN_WRITE)];
        if (random.nextBoolean()) {
            random.nextBytes(torn);
        }
        log.write(ByteBuffer.wrap(torn), at);
    }

    private int damage(Path file) throws IOException {
        long size = Files.size(file);
        if (size == 0 || random.nextInt(3) == 0) {
            return 0;
        }
        try (FileChannel damaged = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long from = random.nextLong(size);
            if (random.nextBoolean()) {
                damaged.truncate(from);
            } else {
                byte[] anything = new byte[(int) Math.min(size - from, 1 << 16)];
                random.nextBytes(anything);
                damaged.write(ByteBuffer.wrap(anything), from);
            }
        }
        return 1;
    }
}
