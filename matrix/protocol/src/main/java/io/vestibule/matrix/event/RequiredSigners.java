package io.vestibule.matrix.event;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Which servers must have signed an event (server-server API, "Validating hashes and signatures on received events"). */
public final class RequiredSigners {

    private RequiredSigners() {}

    /**
     * The servers that must have signed an event of a room's history: the sender's, in room versions 1 and 2 also the event
     * ID's, and for a restricted join the authorising user's.
     *
     * <p>An invite that came of a third-party invite may be signed by another server than its sender's, so for it the set
     * may be empty: its authorisation rules check the third party's signature. An invite that is received for one of our
     * users is to be checked against {@link #ofInvite}, which knows no such exception.
     */
    public static Set<ServerName> of(Pdu event) {
        boolean byThirdParty = event.isMembership("invite") && event.content().has("third_party_invite");
        if (!byThirdParty && isSignedByOne(event)) {
            return Set.of(event.sender().server());
        }
        Set<ServerName> servers = new LinkedHashSet<>();
        if (!byThirdParty) {
            servers.add(event.sender().server());
        }
        if (event.rules().signatures().eventIdServer()) {
            event.eventId().domain().flatMap(ServerName::parse).ifPresent(servers::add);
        }
        if (event.rules().signatures().authorisingServer() && event.isMembership("join")) {
            authorising(event).ifPresent(servers::add);
        }
        return Set.copyOf(servers);
    }

    private static boolean isSignedByOne(Pdu event) {
        return !event.rules().signatures().eventIdServer() && !event.content().has("join_authorised_via_users_server");
    }

    /** The servers that must have signed an invite that its sender's server delivers: always the sender's. */
    public static Set<ServerName> ofInvite(Pdu invite) {
        Set<ServerName> servers = new LinkedHashSet<>(of(invite));
        servers.add(invite.sender().server());
        return Set.copyOf(servers);
    }

    private static Optional<ServerName> authorising(Pdu join) {
        return join.content()
                .string("join_authorised_via_users_server")
                .flatMap(UserId::parse)
                .map(UserId::server);
    }
}
