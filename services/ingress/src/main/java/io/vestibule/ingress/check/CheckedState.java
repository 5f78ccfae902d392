package io.vestibule.ingress.check;

import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.ServerName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stripped state of an invite as it goes on. Immutable.
 *
 * @param stripped the entries for clients, four fields each; the create event is the verified one if there is one
 * @param create the verified create event, or null
 * @param servers the servers that the entries name, each once, in their order
 * @param findings where it falls short of MSC4311
 * @param ignoredStateEntries how many entries of the {@code state} list proved nothing and were not read
 */
public record CheckedState(
        List<String> stripped,
        @Nullable Pdu create,
        List<ServerName> servers,
        List<Finding> findings,
        int ignoredStateEntries) {

    public CheckedState {
        stripped = List.copyOf(stripped);
        servers = List.copyOf(servers);
        findings = List.copyOf(findings);
    }
}
