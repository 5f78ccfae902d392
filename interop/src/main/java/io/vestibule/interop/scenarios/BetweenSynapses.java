package io.vestibule.interop.scenarios;

import static io.vestibule.interop.suite.Unmet.unless;

import io.vestibule.interop.suite.Stage;
import io.vestibule.interop.synapse.SynapseUser;
import io.vestibule.interop.synapse.SynapseUser.Waiting;
import java.time.Duration;

/** The same steps between two Synapse servers, with no Vestibule, for comparison. */
final class BetweenSynapses {

    private BetweenSynapses() {}

    /** @return a new room of Alice's, to which the guest is invited, and knows it */
    static String invited(Stage stage, String version, SynapseUser guest) {
        String room = stage.alice().createRoom(version, "Between Synapses v" + version);
        invite(stage.alice(), room, guest);
        return room;
    }

    /** Invites and waits until the guest is shown it. */
    static void invite(SynapseUser host, String room, SynapseUser guest) {
        host.invite(room, guest.id());
        unless(shows(guest, room), "the invite arrives at " + guest.server().name());
    }

    static boolean shows(SynapseUser guest, String room) {
        return Waiting.until(() -> guest.invitesInSync().has(room), AcceptScenarios.SOON);
    }

    /** Bea is invited by Alice and joins, timed. */
    static void accept(Stage stage, String version, String step) {
        String room = invited(stage, version, stage.bea());
        unless(stage.synapses(step, () -> joins(stage.bea(), room, stage.alice())), "the other Synapse joins");
    }

    /** @return whether the guest's server joined the room through the host's */
    static boolean joins(SynapseUser guest, String room, SynapseUser... hosts) {
        String[] servers = new String[hosts.length];
        for (int i = 0; i < hosts.length; i++) {
            servers[i] = hosts[i].server().name();
        }
        return guest.tryJoin(room, servers).startsWith("200");
    }

    /** @return whether that server's idea of the membership came to be that within the time */
    static boolean roomTells(SynapseUser observer, String room, String user, String membership, Duration atMost) {
        return observer.awaitMembership(room, user, membership, atMost);
    }
}
