package io.vestibule.ingress.users;

import io.vestibule.ingress.glob.GlobSet;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.InviteFilter;
import java.util.List;
import java.util.Locale;

/**
 * A user's own lists, compiled (MSC4155): users before servers, of each allowed before ignored before blocked; servers without
 * their ports. Immutable.
 */
final class UserFilter {

    private record Lists(GlobSet allowed, GlobSet ignored, GlobSet blocked) {}

    private final boolean enabled;
    private final Lists users;
    private final Lists servers;

    UserFilter(InviteFilter filter) {
        this.enabled = filter.getEnabled();
        this.users = new Lists(
                new GlobSet(filter.getAllowedUsers()),
                new GlobSet(filter.getIgnoredUsers()),
                new GlobSet(filter.getBlockedUsers()));
        this.servers = new Lists(
                lowerCase(filter.getAllowedServers()),
                lowerCase(filter.getIgnoredServers()),
                lowerCase(filter.getBlockedServers()));
    }

    Filtered judge(UserId sender) {
        if (!enabled || users.allowed().matches(sender.value())) {
            return Filtered.SHOWN;
        }
        if (users.ignored().matches(sender.value())) {
            return Filtered.HIDDEN;
        }
        if (users.blocked().matches(sender.value())) {
            return Filtered.REFUSED;
        }
        String host = sender.server().host().toLowerCase(Locale.ROOT);
        if (servers.allowed().matches(host)) {
            return Filtered.SHOWN;
        }
        if (servers.ignored().matches(host)) {
            return Filtered.HIDDEN;
        }
        return servers.blocked().matches(host) ? Filtered.REFUSED : Filtered.SHOWN;
    }

    private static GlobSet lowerCase(List<String> globs) {
        return new GlobSet(
                globs.stream().map(glob -> glob.toLowerCase(Locale.ROOT)).toList());
    }
}
