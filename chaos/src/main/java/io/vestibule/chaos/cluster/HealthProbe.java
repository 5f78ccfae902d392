package io.vestibule.chaos.cluster;

import io.vestibule.broker.BrokerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Asks an instance how it is, as Kubernetes does. Thread-safe.
 *
 * @param client shared
 * @param port where the instance answers
 */
record HealthProbe(HttpClient client, int port) {

    private static final int OK = 200;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** What is asked. */
    enum Question {
        LIVE("live"),
        READY("ready");

        private final String path;

        Question(String path) {
            this.path = path;
        }
    }

    /** @return whether the answer is yes; no answer is a no */
    boolean says(Question question) throws InterruptedException {
        URI asked = URI.create("http://" + BrokerConfig.LOOPBACK + ":" + port + "/health/" + question.path);
        try {
            return client.send(HttpRequest.newBuilder(asked).timeout(TIMEOUT).build(), BodyHandlers.discarding())
                            .statusCode()
                    == OK;
        } catch (IOException silent) {
            return false;
        }
    }
}
