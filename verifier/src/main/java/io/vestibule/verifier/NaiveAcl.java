package io.vestibule.verifier;

import io.vestibule.schemas.ServerAcl;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** {@code m.room.server_acl} as the specification tells it. */
final class NaiveAcl {

    private static final Pattern PORT = Pattern.compile(":\\d+$");
    private static final Pattern IP = Pattern.compile("\\[.*]|\\d+\\.\\d+\\.\\d+\\.\\d+");

    private NaiveAcl() {}

    static boolean permits(ServerAcl acl, String server) {
        String host = PORT.matcher(server).replaceFirst("").toLowerCase(Locale.ROOT);
        if (!acl.getAllowIpLiterals() && IP.matcher(host).matches()) {
            return false;
        }
        return !matchesAny(acl.getDeny(), host) && matchesAny(acl.getAllow(), host);
    }

    private static boolean matchesAny(List<String> globs, String host) {
        return globs.stream().anyMatch(glob -> matches(glob.toLowerCase(Locale.ROOT), host));
    }

    /** Keeps all lengths of the host that the glob so far can stand for, so that no glob of a stranger takes long. */
    private static boolean matches(String glob, String host) {
        boolean[] reached = new boolean[host.length() + 1];
        reached[0] = true;
        for (int g = 0; g < glob.length(); g++) {
            boolean[] next = new boolean[reached.length];
            char sign = glob.charAt(g);
            for (int h = 0; h < reached.length; h++) {
                if (sign == '*') {
                    next[h] = reached[h] || (h > 0 && next[h - 1]);
                } else if (h > 0) {
                    next[h] = reached[h - 1] && (sign == '?' || sign == host.charAt(h - 1));
                }
            }
            reached = next;
        }
        return reached[host.length()];
    }
}
