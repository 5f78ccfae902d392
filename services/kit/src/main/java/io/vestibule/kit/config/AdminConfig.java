package io.vestibule.kit.config;

import java.util.List;
import java.util.Optional;

/**
 * The {@code admin} section: health and metrics, away from the federation. Immutable.
 *
 * @param listen where {@code /health/…} and {@code /metrics} are answered
 * @param token what whoever asks for more than that must show; empty for nothing, on loopback only
 */
public record AdminConfig(HostPort listen, Optional<Secret> token) {

    static final Key<HostPort> LISTEN = Key.of(
            "admin.listen",
            "127.0.0.1:8009",
            "Where /health/live, /health/ready, /health/startup and /metrics are answered; port 0 takes a free one.",
            HostPort::parse);

    static final Key<Optional<Secret>> TOKEN = Key.optional(
            "admin.token",
            "What the console and the command 'server' must show there to hear whom a worker asks, and to have it forget a server; the"
                    + " same for all of them. Without it, that is for this machine alone: beyond loopback, only health and"
                    + " metrics are answered.",
            Secret::new);

    static final List<Key<?>> KEYS = List.of(LISTEN, TOKEN);

    static AdminConfig read(Settings settings) {
        return new AdminConfig(settings.get(LISTEN), settings.get(TOKEN));
    }
}
