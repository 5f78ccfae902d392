package io.vestibule.matrix.crypto;

import io.vestibule.matrix.id.KeyId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The keys of our own server, in the format of Synapse's signing key file: one key a line, {@code ed25519 <version>
 * <seed>}. A line of four words, {@code ed25519 <version> <expired_ts> <public key>}, is an old key that no longer signs, in the
 * format of signedjson. Empty lines and lines that start with {@code #} are skipped. Immutable.
 *
 * @param keys    the keys that are valid; the first one signs
 * @param oldKeys the keys of the past
 */
public record SigningKeyFile(List<SigningKey> keys, List<OldKey> oldKeys) implements OwnKeys {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /**
     * A key that was valid once.
     *
     * @param key       its public half
     * @param expiredTs when it was last used, in milliseconds of Unix time
     */
    public record OldKey(VerifyKey key, long expiredTs) {}

    public SigningKeyFile {
        keys = List.copyOf(keys);
        oldKeys = List.copyOf(oldKeys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no signing key");
        }
        long distinct = Stream.concat(
                        keys.stream().map(SigningKey::id),
                        oldKeys.stream().map(old -> old.key().id()))
                .distinct()
                .count();
        if (distinct < keys.size() + oldKeys.size()) {
            throw new IllegalArgumentException("a key ID appears twice");
        }
    }

    /** @return these keys, which never change */
    @Override
    public SigningKeyFile current() {
        return this;
    }

    /** @return the key that signs */
    public SigningKey signingKey() {
        return keys.getFirst();
    }

    /**
     * @throws IOException              if the file cannot be read
     * @throws IllegalArgumentException if a line is wrong; the message names the file and the line, never its content
     */
    public static SigningKeyFile read(Path file) throws IOException {
        try {
            return parse(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("signing key file " + file + ": " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if a line is wrong; the message names the line, never its content */
    public static SigningKeyFile parse(String text) {
        List<SigningKey> keys = new ArrayList<>();
        List<OldKey> oldKeys = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.startsWith("#")) {
                continue;
            }
            String[] words = stripped.split("\\s+");
            boolean read = words.length == 3
                    ? signing(words).map(keys::add).isPresent()
                    : words.length == 4 && old(words).map(oldKeys::add).isPresent();
            if (!read) {
                throw new IllegalArgumentException("line " + number + " is neither \"ed25519 <version> <seed>\""
                        + " nor \"ed25519 <version> <expired_ts> <public key>\"");
            }
        }
        return new SigningKeyFile(keys, oldKeys);
    }

    /**
     * Makes a file's worth of one new key, with a version such as Synapse chooses.
     *
     * @param random a cryptographically strong source
     */
    public static SigningKeyFile generate(RandomGenerator random) {
        StringBuilder version = new StringBuilder("a_");
        for (int i = 0; i < 4; i++) {
            version.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        SigningKey key = SigningKey.generate(KeyId.of(KeyId.ED25519 + ":" + version), random);
        return new SigningKeyFile(List.of(key), List.of());
    }

    /**
     * Writes a new file that only its owner may read or write.
     *
     * @throws IOException if it cannot be written, or is there already
     */
    public void write(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Files.createFile(file, ownerOnly);
        Files.writeString(file, format(), StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
    }

    /** @return how many keys there are; the seeds stay where they are */
    @Override
    public String toString() {
        return "SigningKeyFile[" + keys + ", old " + oldKeys + "]";
    }

    private String format() {
        StringBuilder text = new StringBuilder();
        for (SigningKey key : keys) {
            text.append("ed25519 %s %s\n".formatted(key.id().version(), UnpaddedBase64.encode(key.seed())));
        }
        for (OldKey old : oldKeys) {
            text.append("ed25519 %s %d %s\n"
                    .formatted(
                            old.key().id().version(), old.expiredTs(), old.key().base64()));
        }
        return text.toString();
    }

    private static Optional<SigningKey> signing(String[] words) {
        Optional<byte[]> seed = UnpaddedBase64.decode(words[2]).filter(bytes -> bytes.length == SigningKey.SEED_BYTES);
        return keyId(words).flatMap(id -> seed.map(bytes -> SigningKey.of(id, bytes)));
    }

    private static Optional<OldKey> old(String[] words) {
        if (!words[2].matches("[0-9]{1,16}")) {
            return Optional.empty();
        }
        long expired = Long.parseLong(words[2]);
        return keyId(words).flatMap(id -> VerifyKey.parse(id, words[3])).map(key -> new OldKey(key, expired));
    }

    private static Optional<KeyId> keyId(String[] words) {
        return KeyId.parse(words[0] + ":" + words[1]).filter(KeyId::isEd25519);
    }
}
