package io.vestibule.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.key.OwnServerKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class WatchedKeysTest {

    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private Path file;
    private WatchedKeys watched;

    @BeforeEach
    void start() {
        logged.start();
        ROOT.addAppender(logged);
        VestibuleConfig config = ConfigLoader.with(Map.of("data-dir", folder.toString()));
        watched = WatchedKeys.watch(config.server(), nanos::get);
        file = config.server().signingKeyFile();
    }

    @AfterEach
    void stop() {
        ROOT.detachAppender(logged);
    }

    @Test
    void a_key_is_changed_without_a_restart_and_the_old_one_stays_published() throws IOException {
        // Given
        SigningKeyFile before = watched.current();
        OwnServerKeys published =
                new OwnServerKeys(ServerName.of("us.example"), watched, new JsonSignatures(Ed25519.portable()));
        published.answer(1_000);
        SigningKeyFile fresh = SigningKeyFile.generate(new SecureRandom());
        String old = "ed25519 %s %d %s\n"
                .formatted(
                        before.signingKey().id().version(),
                        5_000,
                        before.signingKey().verifyKey().base64());
        Path other = folder.resolve("other.key");
        fresh.write(other);

        // When
        replace(Files.readString(other) + old);

        // Then
        assertThat(watched.current().signingKey().id())
                .isEqualTo(fresh.signingKey().id());
        JsonObject answer = JsonObject.of(published.answer(2_000));
        assertThat(names(answer, "verify_keys")).isEqualTo(fresh.signingKey().id());
        assertThat(names(answer, "old_verify_keys"))
                .isEqualTo(before.signingKey().id());
    }

    @Test
    void a_file_that_cannot_be_used_leaves_the_keys_as_they_are() throws IOException {
        // Given
        SigningKeyFile before = watched.current();

        // When
        replace("ed25519 a_1 notASeed\n");

        // Then
        assertThat(watched.current()).isEqualTo(before);
        Files.delete(file);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(watched.current()).isEqualTo(before);
    }

    @Test
    void no_seed_is_ever_logged_and_a_file_that_others_may_read_is_said() throws IOException {
        // Given
        String seed = Files.readString(file).strip().split(" ")[2];
        SigningKeyFile fresh = SigningKeyFile.generate(new SecureRandom());
        Path other = folder.resolve("other.key");
        fresh.write(other);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        // When
        replace(Files.readString(other));
        watched.current();
        replace("ed25519 a_1 " + seed + "x\n");
        watched.current();

        // Then
        assertThat(logged.list).isNotEmpty();
        assertThat(logged.list)
                .allSatisfy(event -> assertThat(event.getFormattedMessage() + event.getKeyValuePairs())
                        .doesNotContain(seed)
                        .doesNotContain(Files.readString(other).strip().split(" ")[2]));
        assertThat(logged.list)
                .anySatisfy(event -> assertThat(event.getMessage()).contains("may be read by others"));
    }

    private void replace(String content) throws IOException {
        FileTime later = FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 2_000);
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, later);
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    }

    private static KeyId names(JsonObject answer, String member) {
        return KeyId.of(answer.object(member).orElseThrow().iterator().next().name());
    }
}
