package io.vestibule.operator;

import io.vestibule.schemas.ServerAttempt;
import java.util.List;
import java.util.stream.Collectors;

/** One named value of a history entry. */
public sealed interface Detail {

    /** @return the key, as JSON has it */
    String name();

    /** @return the value in a line for people */
    String text();

    /** A plain value. */
    record Text(String name, String text) implements Detail {}

    /** A yes. */
    record Flag(String name) implements Detail {
        @Override
        public String text() {
            return "yes";
        }
    }

    /** Several values in their order. */
    record Names(String name, List<String> values) implements Detail {
        public Names {
            values = List.copyOf(values);
        }

        @Override
        public String text() {
            return String.join(", ", values);
        }
    }

    /** What servers were asked and how it went. */
    record Attempts(String name, List<ServerAttempt> values) implements Detail {
        public Attempts {
            values = List.copyOf(values);
        }

        @Override
        public String text() {
            return values.stream()
                    .map(attempt ->
                            attempt.getServer() + " " + attempt.getResult() + " (" + attempt.getTookMs() + " ms)")
                    .collect(Collectors.joining(", "));
        }
    }
}
