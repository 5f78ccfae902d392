package io.vestibule.cli.doctor;

import io.vestibule.client.ClientSettings;
import io.vestibule.client.NotConnectedException;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.schemas.registry.SchemaNotFoundException;
import io.vestibule.schemas.serde.AvroSerdes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;

/** Looks at a deployment from outside, one thing after another. */
public final class Doctor {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final VestibuleConfig config;
    private final ClientSettings settings;
    private final InstantSource clock;

    /**
     * @param config the deployment's configuration
     * @param settings where its topics are
     * @param clock tells whether something has expired
     */
    public Doctor(VestibuleConfig config, ClientSettings settings, InstantSource clock) {
        this.config = config;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param each takes each finding as soon as it is known
     * @throws InterruptedException if the calling thread is interrupted
     */
    public void examine(Consumer<Finding> each) throws InterruptedException {
        each.accept(configuration());
        new KeyChecks(config, clock).findings().forEach(each);
        each.accept(new RouteChecks(config).finding());
        if (isReachable(each)) {
            new ClusterChecks(config).findings().forEach(each);
            each.accept(schemas());
        } else if (config.schemaRegistry().isEmbedded()) {
            each.accept(Finding.skipped("schemas", "they are kept on the broker"));
        } else {
            each.accept(schemas());
        }
        each.accept(services());
    }

    private Finding configuration() {
        List<String> warnings = config.origin().warnings();
        return warnings.isEmpty()
                ? Finding.ok("configuration", "read without a warning")
                : Finding.warning("configuration", String.join("; ", warnings));
    }

    private boolean isReachable(Consumer<Finding> each) {
        try {
            settings.requireReachable();
            return true;
        } catch (NotConnectedException nobody) {
            each.accept(Finding.failed("broker", String.valueOf(nobody.getMessage())));
            return false;
        }
    }

    private Finding schemas() {
        Map<String, Object> keys = new HashMap<>(settings.kafka());
        keys.putAll(settings.schemaRegistry());
        List<String> missing = new ArrayList<>();
        try (AvroSerdes serdes = AvroSerdes.of(keys)) {
            Map<String, Schema> offered = serdes.offered(config.kafka().topics().topics());
            offered.forEach((subject, schema) -> {
                try {
                    serdes.registry().idOf(subject, schema);
                } catch (SchemaNotFoundException none) {
                    missing.add(subject);
                }
            });
        } catch (KafkaException failure) {
            return Finding.failed(
                    "schemas",
                    "cannot use the registry " + config.schemaRegistry().url() + ": " + failure.getMessage());
        }
        return missing.isEmpty()
                ? Finding.ok("schemas", "every schema of this release is registered")
                : Finding.failed(
                        "schemas", "not registered: " + String.join(", ", missing) + "; see 'schemas register'");
    }

    private Finding services() throws InterruptedException {
        HostPort admin = config.admin().listen();
        if (admin.port() == 0) {
            return Finding.skipped("services", "admin.listen takes a free port, which is not known here");
        }
        URI ready = URI.create("http://" + admin + "/health/ready");
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var answer =
                    http.send(HttpRequest.newBuilder(ready).timeout(PATIENCE).build(), BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? Finding.ok("services", ready + " says that everything is up")
                    : Finding.failed("services", ready + " says " + answer.body());
        } catch (IOException nobody) {
            return Finding.warning("services", "nobody answers " + ready + " from here: " + nobody);
        }
    }
}
