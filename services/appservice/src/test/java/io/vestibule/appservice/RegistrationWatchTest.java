package io.vestibule.appservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.appservice.registration.Registrations;
import io.vestibule.kit.config.AppserviceConfig;
import io.vestibule.matrix.id.AppserviceId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Registration files change under a running service. */
@Timeout(30)
class RegistrationWatchTest {

    private static final Duration OFTEN = Duration.ofMillis(5);
    private static final Duration MANY_LOOKS = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private Path file;
    private final List<Registrations> taken = new CopyOnWriteArrayList<>();

    @BeforeEach
    void write() throws Exception {
        file = folder.resolve("irc.yaml");
        Files.writeString(file, registration("@irc_"));
    }

    @Test
    void what_is_wrong_changes_nothing_and_what_comes_right_again_is_taken() throws Exception {
        // Given
        try (RegistrationWatch watch = watch(taken::add)) {
            // When
            Files.writeString(file, "id: broken: yaml");
            // Then
            await().during(MANY_LOOKS).until(() -> regex(watch).equals("@irc_") && taken.isEmpty());

            // When
            Files.delete(file);
            // Then
            await().during(MANY_LOOKS).until(() -> regex(watch).equals("@irc_") && taken.isEmpty());

            // When
            Files.writeString(file, registration("@chat_"));
            // Then
            await().until(() -> regex(watch).equals("@chat_") && taken.size() == 1);
        }
    }

    @Test
    void what_stays_as_it_is_is_taken_once() throws Exception {
        // Given
        try (RegistrationWatch watch = watch(taken::add)) {
            // When
            Files.writeString(file, registration("@chat_"));
            await().until(() -> taken.size() == 1);
            // Then
            await().during(MANY_LOOKS).until(() -> taken.size() == 1);
        }
    }

    @Test
    void what_could_not_be_put_in_force_everywhere_comes_again() throws Exception {
        // Given
        AtomicInteger failures = new AtomicInteger(3);
        Consumer<Registrations> flaky = read -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("the brokers are away");
            }
            taken.add(read);
        };
        try (RegistrationWatch watch = watch(flaky)) {
            // When
            Files.writeString(file, registration("@chat_"));
            // Then
            await().until(() -> taken.size() == 1);
            assertThat(regex(watch)).isEqualTo("@chat_");
        }
    }

    private RegistrationWatch watch(Consumer<Registrations> taker) {
        RegistrationWatch watch = RegistrationWatch.on(new AppserviceConfig.Registration(List.of(file), OFTEN), taker);
        watch.begin();
        return watch;
    }

    private static String regex(RegistrationWatch watch) {
        return watch.current()
                .byId()
                .get(AppserviceId.of("irc"))
                .namespaces()
                .users()
                .getFirst()
                .regex();
    }

    private static String registration(String users) {
        return """
                id: irc
                url: null
                as_token: as
                hs_token: hs
                sender_localpart: irc_bot
                namespaces: {users: [{exclusive: true, regex: '%s'}]}
                """.formatted(users);
    }
}
