package io.vestibule.appservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vestibule.testkit.appservice.AppserviceRequest;
import io.vestibule.testkit.appservice.ScriptedAppservice;
import io.vestibule.testkit.appservice.TransactionChecker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever an application service does: every event once in effect, in order, with the same bytes. */
@Timeout(60)
class TransactionsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir
    static Path folder;

    private static AppserviceBench bench;

    private String id;
    private ScriptedAppservice irc;
    private Path registration;

    @BeforeAll
    static void open() throws Exception {
        bench = new AppserviceBench(folder);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void begin() {
        id = "irc" + NUMBER.incrementAndGet();
        irc = ScriptedAppservice.start(id);
        registration = irc.register(folder, "@irc_.*");
    }

    @AfterEach
    void end() {
        assertThat(TransactionChecker.problems(irc.hsToken(), irc.requests())).isEmpty();
        irc.close();
    }

    @Test
    void a_service_that_is_down_for_a_while_gets_everything_when_it_comes_back() throws Exception {
        // Given
        irc.goDown();
        try (AppserviceService running = bench.start(registration)) {
            bench.append(id, "$1", "$2", "$3");
            awaitRefusal(0);

            // When
            irc.comeBack();

            // Then
            assertEffects("$1", "$2", "$3");
        }
    }

    @Test
    void a_service_that_flaps_gets_everything_once_and_in_order() throws Exception {
        // Given
        try (AppserviceService running = bench.start(registration)) {
            // When
            for (int i = 0; i < 5; i++) {
                bench.append(id, "$a" + i, "$b" + i);
                String last = "$b" + i;
                await().atMost(PATIENCE).until(() -> irc.effects().contains(last));
                irc.goDown();
                long refused = refusals();
                bench.append(id, "$c" + i);
                awaitRefusal(refused);
                irc.comeBack();
            }

            // Then
            assertEffects(
                    "$a0", "$b0", "$c0", "$a1", "$b1", "$c1", "$a2", "$b2", "$c2", "$a3", "$b3", "$c3", "$a4", "$b4",
                    "$c4");
        }
    }

    @Test
    void a_service_that_answers_errors_gets_the_same_bytes_until_it_takes_them() throws Exception {
        // Given
        irc.answerNext(500, 500, 502, 429, 403, 503);
        try (AppserviceService running = bench.start(registration)) {
            // When
            bench.append(id, "$1", "$2");

            // Then
            assertEffects("$1", "$2");
            assertThat(transactions()).hasSize(8);
            assertThat(transactions().subList(0, 7))
                    .extracting(AppserviceRequest::body)
                    .containsOnly(transactions().getFirst().body());
        }
    }

    @Test
    void a_service_that_knows_the_legacy_path_alone_is_remembered_as_such() throws Exception {
        // Given
        irc.answerOn("/_matrix/app/v1/", 404);
        try (AppserviceService running = bench.start(registration)) {
            // When
            bench.append(id, "$1", "$2", "$3");

            // Then
            assertEffects("$1", "$2", "$3");
            assertThat(transactions())
                    .extracting(request -> request.path().startsWith("/_matrix") ? "present" : "legacy")
                    .containsExactly("present", "legacy", "legacy", "legacy");
            assertThat(transactions().getLast().query()).isEqualTo("access_token=" + irc.hsToken());
        }
    }

    @Test
    void the_present_path_is_tried_again_after_a_while() throws Exception {
        // Given
        irc.answerOn("/_matrix/app/v1/", 404);
        try (AppserviceService running = bench.start("1ms", registration)) {
            bench.append(id, "$1");
            await().atMost(PATIENCE).until(() -> irc.effects().size() == 1);

            // When
            irc.answerNormally();
            bench.append(id, "$2");

            // Then
            assertEffects("$1", "$2");
            assertThat(transactions().getLast().path()).startsWith("/_matrix/app/v1/transactions/");
        }
    }

    @Test
    void a_legacy_path_that_fails_leads_back_to_the_present_one() throws Exception {
        // Given
        irc.answerOn("/_matrix/app/v1/", 404);
        try (AppserviceService running = bench.start(registration)) {
            bench.append(id, "$1");
            await().atMost(PATIENCE).until(() -> irc.effects().size() == 1);

            // When
            irc.answerNormally();
            irc.answerOn("/transactions/", 404);
            bench.append(id, "$2");

            // Then
            assertEffects("$1", "$2");
        }
    }

    @Test
    void a_service_that_never_answers_gets_the_same_transaction_again() throws Exception {
        // Given
        irc.holdNext(new CompletableFuture<>());
        try (AppserviceService running = bench.start(registration)) {
            // When
            bench.append(id, "$1", "$2");

            // Then
            assertEffects("$1", "$2");
        }
    }

    @Test
    void nothing_is_lost_or_sent_differently_over_a_restart() throws Exception {
        // Given
        irc.answerOn("/", 500);
        try (AppserviceService before = bench.start(registration)) {
            bench.append(id, "$1", "$2");
            await().atMost(PATIENCE).until(() -> irc.requests().size() > 2);
        }
        bench.append(id, "$3");
        irc.answerNormally();

        // When
        try (AppserviceService after = bench.start(registration)) {
            // Then
            assertEffects("$1", "$2", "$3");
        }
        int sent = irc.requests().size();
        try (AppserviceService again = bench.start(registration)) {
            bench.append(id, "$4");
            assertEffects("$1", "$2", "$3", "$4");
            assertThat(irc.requests()).as("what was taken is not sent again").hasSize(sent + 1);
        }
    }

    @Test
    void one_service_that_is_down_holds_up_no_other() throws Exception {
        // Given
        irc.goDown();
        try (ScriptedAppservice xmpp = ScriptedAppservice.start(id + "-xmpp")) {
            Path second = xmpp.register(folder, "@xmpp_.*");
            try (AppserviceService running = bench.start(registration, second)) {
                // When
                bench.append(id, "$1");
                awaitRefusal(0);
                bench.append(id + "-xmpp", "$2", "$3");

                // Then
                await().atMost(PATIENCE).until(() -> xmpp.effects().equals(List.of("$2", "$3")));
                assertThat(irc.requests()).isEmpty();
                irc.comeBack();
                assertEffects("$1");
            }
        }
    }

    @Test
    void what_cannot_be_read_is_buried_and_the_queue_goes_on() throws Exception {
        // Given
        try (AppserviceService running = bench.start(registration)) {
            // When
            bench.append(id, "$1");
            bench.appendGarbage(id);
            bench.append(id, "$2");

            // Then
            assertEffects("$1", "$2");
        }
    }

    @Test
    void a_service_without_url_gets_no_push_and_its_namespaces_say_so() throws Exception {
        // Given
        Path silent = irc.register(folder, "@irc_.*", "null");
        bench.append(id, "$1");

        // When
        try (AppserviceService running = bench.start(silent)) {
            // Then
            assertThat(bench.namespaces().get(id).getPush()).isFalse();
            assertThat(bench.metrics.scrape()).doesNotContain("appservice=\"" + id + "\"");
        }
        assertThat(irc.requests()).isEmpty();
    }

    @Test
    void registrations_are_read_again_without_a_restart() throws Exception {
        // Given
        try (ScriptedAppservice other = ScriptedAppservice.start(id);
                AppserviceService running = bench.start(registration)) {
            bench.append(id, "$1");
            await().atMost(PATIENCE).until(() -> irc.effects().size() == 1);

            // When
            Files.writeString(registration, "id: broken: yaml");
            other.register(folder, "@other_.*");

            // Then
            await().atMost(PATIENCE)
                    .until(() -> bench.namespaces()
                            .get(id)
                            .getUsers()
                            .getFirst()
                            .getRegex()
                            .equals("@other_.*"));
            bench.append(id, "$2");
            await().atMost(PATIENCE).until(() -> other.effects().equals(List.of("$2")));
            assertThat(irc.effects()).containsExactly("$1");
        }
    }

    @Test
    void nothing_starts_with_a_registration_that_is_wrong_and_nothing_is_claimed() throws Exception {
        // Given
        Path wrong = irc.register(folder, "@irc_(");

        // When
        // Then
        assertThatThrownBy(() -> bench.start(wrong))
                .hasMessageStartingWith(wrong + ":")
                .hasMessageContaining("namespaces.users[].regex not a regular expression of RE2");
        assertThat(bench.namespaces()).doesNotContainKey(id);
    }

    @Test
    void a_service_that_has_gone_is_taken_back_at_the_next_start() throws Exception {
        // Given
        bench.start(registration).close();
        assertThat(bench.namespaces()).containsKey(id);
        ScriptedAppservice other = ScriptedAppservice.start(id + "-other");

        // When
        try (other;
                AppserviceService running = bench.start(other.register(folder, "@o_.*"))) {
            // Then
            assertThat(bench.namespaces()).containsOnlyKeys(id + "-other");
        }
    }

    @Test
    void a_service_whose_registration_goes_while_it_runs_is_taken_back_and_gets_nothing_more() throws Exception {
        // Given
        try (ScriptedAppservice other = ScriptedAppservice.start(id + "-other");
                AppserviceService running = bench.start(registration)) {
            bench.append(id, "$1");
            await().atMost(PATIENCE).until(() -> irc.effects().size() == 1);

            // When
            Path elsewhere = other.register(Files.createDirectory(folder.resolve(id)), "@other_.*");
            Files.move(elsewhere, registration, StandardCopyOption.REPLACE_EXISTING);

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(bench.namespaces()).containsOnlyKeys(id + "-other"));
            bench.append(id, "$2");
            bench.append(id + "-other", "$3");
            await().atMost(PATIENCE).until(() -> other.effects().equals(List.of("$3")));
            assertThat(irc.effects()).containsExactly("$1");
        }
    }

    /** Waits until one more call has found nobody. */
    private void awaitRefusal(long before) {
        await().atMost(PATIENCE).until(() -> refusals() > before);
    }

    private long refusals() {
        return bench.metrics
                .scrape()
                .lines()
                .filter(line -> line.contains("appservice=\"" + id + "\"") && line.contains("unreachable"))
                .filter(line -> line.contains("_count"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private List<AppserviceRequest> transactions() {
        return irc.requests().stream().filter(AppserviceRequest::isTransaction).toList();
    }

    private void assertEffects(String... events) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(irc.effects()).containsExactly(events));
    }
}
