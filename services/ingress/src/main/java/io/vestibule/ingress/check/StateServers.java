package io.vestibule.ingress.check;

import io.vestibule.matrix.id.ServerName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The servers that stripped state names: hints where a room may be reached, nothing more. */
final class StateServers {

    /** More than anybody would ever ask one after the other. */
    static final int MOST = 100;

    private StateServers() {}

    static List<ServerName> of(List<StrippedEntry> entries) {
        Set<ServerName> servers = new LinkedHashSet<>();
        for (StrippedEntry entry : entries) {
            entry.addServers(servers);
        }
        return servers.stream().limit(MOST).toList();
    }
}
