package io.vestibule.kit.health;

import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checks of a process, by probe. Thread-safe. */
public final class Health {

    private static final Logger log = LoggerFactory.getLogger(Health.class);

    private record Check(Probe probe, String name, Supplier<HealthStatus> status) {}

    private record Finding(String name, HealthStatus status) {}

    private final List<Check> checks = new CopyOnWriteArrayList<>();
    private final Map<String, Supplier<byte[]>> now = new ConcurrentHashMap<>();
    private final Map<String, Deed> deeds = new ConcurrentHashMap<>();
    private final Optional<Metrics> metrics;

    /** Answers probes, and no more. */
    public Health() {
        this.metrics = Optional.empty();
    }

    /** @param metrics also shows what every check finds */
    public Health(Metrics metrics) {
        this.metrics = Optional.of(metrics);
    }

    /**
     * Adds a check.
     *
     * @param probe the question it answers
     * @param name what it looks at, such as {@code broker}
     * @param status asked on an event loop: must not block
     */
    public void register(Probe probe, String name, Supplier<HealthStatus> status) {
        Check check = new Check(probe, name, status);
        checks.add(check);
        metrics.ifPresent(shown ->
                shown.gauge(Metric.HEALTH, () -> ask(check) instanceof HealthStatus.Up ? 1 : 0, probe.label(), name));
    }

    /**
     * Adds something that the process can tell of what it is doing at this moment.
     *
     * @param name the last part of the path under {@code /now/}
     * @param json makes a JSON document, of bounded size; asked on an event loop: must not block
     */
    public void tell(String name, Supplier<byte[]> json) {
        now.put(name, json);
    }

    /** Something that an operator may have the process do. */
    @FunctionalInterface
    public interface Deed {

        /**
         * Does it, on an event loop: must not block.
         *
         * @param what the last part of the path
         * @param operator who asks, as the request says
         * @return what it came to, a JSON document
         * @throws IllegalArgumentException if it cannot be done; the message says why
         */
        byte[] apply(String what, String operator);
    }

    /**
     * Adds something that an operator may have the process do. Whoever reaches the admin address may ask for it.
     *
     * @param name the part of the path between {@code /now/} and what it is done to
     */
    public void offer(String name, Deed deed) {
        deeds.put(name, deed);
    }

    /** @return what the deed came to, or empty if there is none of the name */
    Optional<HttpAnswer> done(String path, String operator) {
        int slash = path.lastIndexOf('/');
        Deed deed = slash < 0 ? null : deeds.get(path.substring(0, slash));
        if (deed == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(HttpAnswer.json(200, deed.apply(path.substring(slash + 1), operator)));
        } catch (IllegalArgumentException cannot) {
            return Optional.of(HttpAnswer.error(400, "M_INVALID_PARAM", String.valueOf(cannot.getMessage())));
        }
    }

    /** @return what is told under the name, or empty if nothing is */
    Optional<HttpAnswer> told(String name) {
        return Optional.ofNullable(now.get(name)).map(json -> HttpAnswer.json(200, json.get()));
    }

    /** @return whether every check of a probe is up */
    public boolean isUp(Probe probe) {
        return findings(probe).stream().allMatch(finding -> finding.status() instanceof HealthStatus.Up);
    }

    /** @return 200 if every check of the probe is up, else 503; the body names each with its reason */
    public HttpAnswer answer(Probe probe) {
        List<Finding> findings = findings(probe);
        boolean up = findings.stream().allMatch(finding -> finding.status() instanceof HealthStatus.Up);
        JsonWriter json = new JsonWriter().beginObject().field("status", up ? "up" : "down");
        json.name("checks").beginArray();
        findings.forEach(finding -> write(json, finding));
        return HttpAnswer.json(up ? 200 : 503, json.endArray().endObject().toBytes());
    }

    private List<Finding> findings(Probe probe) {
        return checks.stream()
                .filter(check -> check.probe() == probe)
                .map(check -> new Finding(check.name(), ask(check)))
                .toList();
    }

    private static HealthStatus ask(Check check) {
        try {
            return check.status().get();
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("check", check.name()).setCause(e).log("a health check failed to run");
            return new HealthStatus.Down(
                    "the check failed to run: " + e.getClass().getSimpleName());
        }
    }

    private static void write(JsonWriter json, Finding finding) {
        json.beginObject().field("name", finding.name());
        switch (finding.status()) {
            case HealthStatus.Up up -> json.field("status", "up");
            case HealthStatus.Down down -> json.field("status", "down").field("reason", down.reason());
        }
        json.endObject();
    }
}
