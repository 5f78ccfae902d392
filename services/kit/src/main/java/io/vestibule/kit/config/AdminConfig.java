package io.vestibule.kit.config;

import java.util.List;

/**
 * The {@code admin} section: health and metrics, away from the federation. Immutable.
 *
 * @param listen where {@code /health/…} and {@code /metrics} are answered
 */
public record AdminConfig(HostPort listen) {

    static final Key<HostPort> LISTEN = Key.of(
            "admin.listen",
            "127.0.0.1:8009",
            "Where /health/live, /health/ready, /health/startup and /metrics are answered; port 0 takes a free one.",
            HostPort::parse);

    static final List<Key<?>> KEYS = List.of(LISTEN);

    static AdminConfig read(Settings settings) {
        return new AdminConfig(settings.get(LISTEN));
    }
}
