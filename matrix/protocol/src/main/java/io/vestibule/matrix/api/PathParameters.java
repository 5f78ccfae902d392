package io.vestibule.matrix.api;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The values in a path that matched an endpoint's template, still percent-encoded. Immutable.
 *
 * @param names the template's parameters, in their order
 * @param values what stands in their places
 */
public record PathParameters(List<String> names, List<String> values) {

    public PathParameters {
        names = List.copyOf(names);
        values = List.copyOf(values);
    }

    RoomId roomId() throws Refusal {
        return parse("roomId", RoomId::parse);
    }

    EventId eventId() throws Refusal {
        return parse("eventId", EventId::parse);
    }

    UserId userId() throws Refusal {
        return parse("userId", UserId::parse);
    }

    ServerName serverName() throws Refusal {
        return parse("serverName", ServerName::parse);
    }

    EventPath eventPath() throws Refusal {
        return new EventPath(roomId(), eventId());
    }

    UserPath userPath() throws Refusal {
        return new UserPath(roomId(), userId());
    }

    String text(String name) throws Refusal {
        return parse(name, text -> Optional.of(text).filter(value -> !value.isEmpty()));
    }

    private <T> T parse(String name, Function<String, Optional<T>> grammar) throws Refusal {
        String raw = values.get(names.indexOf(name));
        return PercentEncoding.decode(raw)
                .flatMap(grammar)
                .orElseThrow(() -> Refusal.invalid("the path's " + name + " " + Shown.of(raw) + " is not valid"));
    }
}
