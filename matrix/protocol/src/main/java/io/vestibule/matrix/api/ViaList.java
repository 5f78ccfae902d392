package io.vestibule.matrix.api;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonString;
import io.vestibule.matrix.json.JsonValue;
import io.vestibule.matrix.json.JsonWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The servers through which an invite's room can be reached (MSC4125).
 *
 * <p>The unstable name wins over the stable one; only the one in force is read. What the proposal leaves open: invalid names
 * are dropped, repeats too, and beyond {@link #MOST} the rest (a reader may keep fewer); a list that is empty, or has no valid name left, is refused.
 */
final class ViaList {

    /** How many servers of one list are kept. */
    static final int MOST = 500;

    private ViaList() {}

    /** The servers in their order, empty if the invite names none. */
    static List<ServerName> read(JsonObject body) throws Refusal {
        String name = body.has(UnstableNames.VIA) ? UnstableNames.VIA : UnstableNames.VIA_STABLE;
        if (!body.has(name)) {
            return List.of();
        }
        Set<ServerName> servers = new LinkedHashSet<>();
        for (JsonValue entry : entries(body, name)) {
            if (!(entry instanceof JsonString text)) {
                throw Refusal.invalid(name + " holds something other than strings");
            }
            if (servers.size() < MOST) {
                ServerName.parse(text.value()).ifPresent(servers::add);
            }
        }
        if (servers.isEmpty()) {
            throw Refusal.invalid(name + " names no server");
        }
        return List.copyOf(servers);
    }

    /** Writes the list under each of the names; an empty list is left out, because receivers refuse it. */
    static void write(JsonWriter writer, List<ServerName> via, List<String> names) {
        if (via.isEmpty()) {
            return;
        }
        for (String name : names) {
            writer.name(name).beginArray();
            via.forEach(server -> writer.value(server.value()));
            writer.endArray();
        }
    }

    private static Iterable<JsonValue> entries(JsonObject body, String name) throws Refusal {
        return body.array(name).orElseThrow(() -> Refusal.invalid(name + " is not an array"));
    }
}
