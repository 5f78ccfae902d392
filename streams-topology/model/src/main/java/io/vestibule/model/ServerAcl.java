package io.vestibule.model;

import io.vestibule.matrix.id.ServerName;
import java.util.List;
import java.util.Locale;

/**
 * Which servers may take part in a room: the content of its {@code m.room.server_acl}, as in "Server Access Control Lists"
 * of the specification. The one matcher for every choice of servers: whom a walk asks, and whom an invite of ours names in
 * its {@code via}. Where no ACL is known there is no value of this type, and every server may. Immutable, thread-safe.
 *
 * @param allow globs of the servers that may; empty means that none may
 * @param deny globs of the servers that may not, whatever {@code allow} says
 * @param allowIpLiterals whether a server whose name is an IP address may
 */
public record ServerAcl(List<String> allow, List<String> deny, boolean allowIpLiterals) {

    /** Any number of characters. */
    private static final char ANY = '*';

    /** Exactly one character. */
    private static final char ONE = '?';

    public ServerAcl {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /**
     * Compares hosts without their ports and without regard to case.
     *
     * @param server a server
     * @return whether it may take part in the room
     */
    public boolean permits(ServerName server) {
        if (!allowIpLiterals && server.isIpLiteral()) {
            return false;
        }
        String host = server.host().toLowerCase(Locale.ROOT);
        return !matchesAny(deny, host) && matchesAny(allow, host);
    }

    private static boolean matchesAny(List<String> globs, String host) {
        return globs.stream().anyMatch(glob -> matches(glob.toLowerCase(Locale.ROOT), host));
    }

    /** Falls back to the last {@code *} alone, so that no glob takes longer than the product of both lengths. */
    private static boolean matches(String glob, String host) {
        int g = 0;
        int h = 0;
        int star = -1;
        int resume = 0;
        while (h < host.length()) {
            if (g < glob.length() && glob.charAt(g) == ANY) {
                star = g++;
                resume = h;
            } else if (g < glob.length() && (glob.charAt(g) == ONE || glob.charAt(g) == host.charAt(h))) {
                g++;
                h++;
            } else if (star >= 0) {
                g = star + 1;
                h = ++resume;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == ANY) {
            g++;
        }
        return g == glob.length();
    }
}
