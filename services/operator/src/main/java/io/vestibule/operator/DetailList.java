package io.vestibule.operator;

import io.vestibule.schemas.Candidate;
import io.vestibule.schemas.ServerAttempt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the details that are there; what is empty is left out. Not thread-safe. */
final class DetailList {

    private final List<Detail> details = new ArrayList<>();

    DetailList add(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            details.add(new Detail.Text(name, value));
        }
        return this;
    }

    DetailList add(String name, Enum<?> value) {
        return add(name, value.name());
    }

    DetailList flag(String name, boolean value) {
        if (value) {
            details.add(new Detail.Flag(name));
        }
        return this;
    }

    DetailList names(String name, @Nullable List<String> values) {
        if (values != null && !values.isEmpty()) {
            details.add(new Detail.Names(name, values));
        }
        return this;
    }

    DetailList servers(List<Candidate> candidates) {
        return names("servers", candidates.stream().map(Candidate::getServer).toList());
    }

    DetailList attempts(List<ServerAttempt> attempts) {
        if (!attempts.isEmpty()) {
            details.add(new Detail.Attempts("attempts", attempts));
        }
        return this;
    }

    List<Detail> list() {
        return List.copyOf(details);
    }
}
