package io.vestibule.kit.config;

import io.vestibule.matrix.crypto.SigningKeyFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads our signing keys, and makes one where no file was named. */
public final class SigningKeys {

    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);

    private SigningKeys() {}

    /**
     * Reads the key file. A file that was named must be there: a key that nobody published signs nothing of value.
     *
     * @throws ConfigException if the file is missing, unreadable or wrong; the message never holds its content
     */
    public static SigningKeyFile load(VestibuleConfig.Server server) {
        Path file = server.signingKeyFile();
        if (server.generateKey() && Files.notExists(file)) {
            generate(file);
        }
        try {
            SigningKeyFile keys = SigningKeyFile.read(file);
            warnOfReaders(file);
            return keys;
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException(
                    VestibuleConfig.SIGNING_KEY_FILE + ": cannot use " + file + ": " + e.getMessage(), e);
        }
    }

    /** Says so if others than its owner may read the file; a file system without owners says nothing. */
    static void warnOfReaders(Path file) throws IOException {
        if (isReadByOthers(file)) {
            log.atWarn().addKeyValue("file", file).log("the signing keys may be read by others than their owner");
        }
    }

    /** @return whether others than its owner may read or write the file */
    static boolean isReadByOthers(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        return Files.getPosixFilePermissions(file).stream()
                .anyMatch(permission -> !permission.name().startsWith("OWNER_"));
    }

    private static void generate(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            SigningKeyFile.generate(new SecureRandom()).write(file);
            log.atInfo().addKeyValue("file", file).log("generated a signing key");
        } catch (FileAlreadyExistsException e) {
            log.atDebug().log("another part of the process generated the signing key");
        } catch (IOException e) {
            throw new ConfigException("cannot write a new signing key to " + file + ": " + e, e);
        }
    }
}
