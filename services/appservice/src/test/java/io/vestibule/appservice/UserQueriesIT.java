package io.vestibule.appservice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.testkit.appservice.AppserviceRequest;
import io.vestibule.testkit.appservice.ScriptedAppservice;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a user of an application service exists, as ingress hears it. */
class UserQueriesIT {

    @TempDir
    static Path folder;

    private static AppserviceBench bench;
    private static ScriptedAppservice irc;
    private static AppserviceService running;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        bench = new AppserviceBench(folder);
        irc = ScriptedAppservice.start("irc");
        irc.addUser("@irc_björn/x:us.example");
        running = bench.start(irc.register(folder, "@irc_.*"));
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        client.close();
        running.close();
        irc.close();
        bench.close();
    }

    @AfterEach
    void heal() {
        irc.answerNormally();
        irc.comeBack();
    }

    @Test
    void a_user_of_the_service_exists() throws Exception {
        assertThat(ask("@irc_björn/x:us.example")).isEqualTo(200);
        AppserviceRequest asked = irc.requests().getLast();
        assertThat(asked.path()).isEqualTo("/_matrix/app/v1/users/%40irc_bj%C3%B6rn%2Fx%3Aus.example");
        assertThat(asked.headers()).containsEntry("authorization", "Bearer " + irc.hsToken());
    }

    @Test
    void a_user_that_the_service_does_not_have_does_not_exist() throws Exception {
        assertThat(ask("@irc_nobody:us.example")).isEqualTo(404);
    }

    @Test
    void nobody_is_asked_for_a_user_of_no_service() throws Exception {
        // Given
        int asked = irc.requests().size();

        // When
        int status = ask("@bob:us.example");

        // Then
        assertThat(status).isEqualTo(404);
        assertThat(irc.requests()).hasSize(asked);
    }

    @Test
    void a_service_that_cannot_be_asked_says_nothing() throws Exception {
        // Given
        irc.answerOn("/", 502);

        // When
        int broken = ask("@irc_björn/x:us.example");
        irc.goDown();
        int down = ask("@irc_björn/x:us.example");

        // Then
        assertThat(broken).isEqualTo(503);
        assertThat(down).isEqualTo(503);
    }

    @Test
    void a_path_that_is_none_is_refused() throws Exception {
        assertThat(get("/_vestibule/appservice/v1/users/nobody")).isEqualTo(400);
        assertThat(get("/_matrix/app/v1/users/@irc_x:us.example")).isEqualTo(404);
    }

    private static int ask(String user) throws IOException, InterruptedException {
        return get("/_vestibule/appservice/v1/users/" + URLEncoder.encode(user, UTF_8));
    }

    private static int get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + running.address() + path))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }
}
