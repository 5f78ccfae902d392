package io.vestibule.chaos.check;

import io.vestibule.chaos.promise.Journal;
import io.vestibule.client.ClientSettings;
import io.vestibule.testkit.appservice.ScriptedAppservice;
import io.vestibule.testkit.server.RecordedRequest;
import java.time.Instant;
import java.util.List;

/**
 * What the promises of a run are judged by. Immutable.
 *
 * @param settings where the topics are
 * @param journal what the run was told
 * @param requests what the homeservers were asked
 * @param bridge the application service whose users are called {@link #BRIDGED}
 * @param outages when nothing could be expected of the cluster
 */
public record Evidence(
        ClientSettings settings,
        Journal journal,
        List<RecordedRequest> requests,
        ScriptedAppservice bridge,
        List<Outage> outages) {

    /** What the names of its users begin with. */
    public static final String BRIDGED = "@bridge_";

    /**
     * A time at which the cluster was broken on purpose.
     *
     * @param from when the blow fell
     * @param to when a fresh invite was accepted again, and every instance served
     */
    public record Outage(Instant from, Instant to) {}

    public Evidence {
        requests = List.copyOf(requests);
        outages = List.copyOf(outages);
    }
}
