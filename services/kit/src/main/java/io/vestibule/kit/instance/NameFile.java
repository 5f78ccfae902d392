package io.vestibule.kit.instance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A file that holds the name of one instance, under which its consumer group knows it again after a restart.
 *
 * @param path the file; its folder is made when a name is kept
 */
public record NameFile(Path path) {

    private static final String NAME = "[A-Za-z0-9._-]{1,200}";
    private static final int BYTES = 6;

    /**
     * @return the name that is kept, if any
     * @throws IOException if the file cannot be read or holds no name; the message names it
     */
    public Optional<String> read() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        String kept = Files.readString(path).strip();
        if (kept.matches(NAME)) {
            return Optional.of(kept);
        }
        throw new IOException(path + " does not hold a name of [A-Za-z0-9._-]");
    }

    /**
     * Makes a new name in place of any other. It is on the disk before it is the file's, which a power cut leaves whole.
     *
     * @param prefix what it begins with, before a hyphen
     * @throws IOException if it cannot be kept
     */
    public String make(String prefix, RandomGenerator random) throws IOException {
        byte[] fresh = new byte[BYTES];
        random.nextBytes(fresh);
        String made = prefix + "-" + HexFormat.of().formatHex(fresh);
        Files.createDirectories(path.toAbsolutePath().getParent());
        Path next = path.resolveSibling(path.getFileName() + ".next");
        try (FileChannel file = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap((made + "\n").getBytes(UTF_8)));
            file.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        return made;
    }

    /**
     * @return the name that is kept, or a new one
     * @throws IOException if it can be neither read nor kept
     */
    public String readOrMake(String prefix, RandomGenerator random) throws IOException {
        Optional<String> kept = read();
        return kept.isPresent() ? kept.get() : make(prefix, random);
    }
}
