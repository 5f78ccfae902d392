package io.vestibule.kit.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The {@code tracing} section. Immutable.
 *
 * @param endpoint where spans go; empty for nowhere
 * @param sample which share of the traces is kept, 0 to 1
 * @param names whether spans may name rooms, users and events
 */
public record TracingConfig(Optional<URI> endpoint, double sample, boolean names) {

    static final Key<Optional<URI>> ENDPOINT = Key.optional(
            "tracing.endpoint",
            "Where spans are sent by OTLP over HTTP, such as http://127.0.0.1:4318; left out, nothing is traced.",
            Syntax::httpUri);
    static final Key<Double> SAMPLE = Key.of(
            "tracing.sample",
            "1",
            "Which share of the traces is kept, 0 to 1; the same for every service.",
            Syntax::share);
    static final Key<Boolean> NAMES = Key.of(
            "tracing.names",
            "false",
            "Whether spans name rooms, users and events; servers they always name.",
            Syntax::bool);

    static final List<Key<?>> KEYS = List.of(ENDPOINT, SAMPLE, NAMES);

    static TracingConfig read(Settings settings) {
        return new TracingConfig(settings.get(ENDPOINT), settings.get(SAMPLE), settings.get(NAMES));
    }
}
