package io.vestibule.ingress;

import static io.vestibule.ingress.ReceptionScene.invite;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.EmbeddedBroker;
import io.vestibule.ingress.scene.Call;
import io.vestibule.ingress.scene.RunningIngress;
import io.vestibule.ingress.scene.SharedBroker;
import io.vestibule.ingress.scene.Stage;
import io.vestibule.kit.health.Probe;
import io.vestibule.matrix.room.RoomVersions;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller hears while the broker is away, and that nothing needs a restart once it is back. */
class BrokerOutageIT {

    private final Stage stage = new Stage();

    @TempDir
    Path folder;

    @Test
    void a_stopped_broker_is_a_503_at_once_and_a_started_one_is_used_again() throws Exception {
        // Given
        EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.ephemeral(folder.resolve("broker")));
        String[] address = broker.bootstrapServers().split(":");
        SharedBroker.makeTopics(broker.bootstrapServers(), "");
        Call call = Call.v2(stage.alices, invite(stage, RoomVersions.V11), List.of());
        try (RunningIngress ingress = RunningIngress.of(stage, broker.bootstrapServers(), "")) {
            assertThat(ingress.send(call).statusCode()).isEqualTo(200);
            broker.close();
            // When
            CompletableFuture<HttpResponse<String>> waiting =
                    ingress.client().sendAsync(ingress.request(call), BodyHandlers.ofString());
            Awaitility.await().until(() -> !ingress.health.isUp(Probe.READY) || waiting.isDone());
            long before = System.nanoTime();
            HttpResponse<String> next = ingress.send(call);
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            // Then
            assertThat(next.statusCode()).isEqualTo(503);
            assertThat(next.headers().firstValue("Retry-After")).isPresent();
            assertThat(took).isLessThan(Duration.ofSeconds(4));
            assertThat(waiting.join().statusCode()).isEqualTo(503);
            try (EmbeddedBroker again = EmbeddedBroker.start(
                    BrokerConfig.listening(folder.resolve("broker"), address[0], Integer.parseInt(address[1])))) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() ->
                                assertThat(ingress.send(call).statusCode()).isEqualTo(200));
                assertThat(ingress.health.isUp(Probe.READY)).isTrue();
                assertThat(again.bootstrapServers()).isEqualTo(broker.bootstrapServers());
            }
        }
    }
}
