package io.vestibule.chaos.check;

import io.vestibule.chaos.promise.Journal;
import io.vestibule.client.ClientSettings;
import io.vestibule.testkit.appservice.ScriptedAppservice;
import io.vestibule.testkit.server.RecordedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the promises of a run are judged by. Immutable.
 *
 * @param settings where the topics are
 * @param journal what the run was told
 * @param requests what the homeservers were asked
 * @param bridge the application service whose users are called {@link #BRIDGED}
 * @param circumstances what could not be expected of the cluster
 */
public record Evidence(
        ClientSettings settings,
        Journal journal,
        List<RecordedRequest> requests,
        ScriptedAppservice bridge,
        Circumstances circumstances) {

    /** What the names of its users begin with. */
    public static final String BRIDGED = "@bridge_";

    /**
     * A time at which the cluster was broken on purpose.
     *
     * @param from when the blow fell
     * @param to when a fresh invite was accepted again, and every instance served
     */
    public record Outage(Instant from, Instant to) {}

    /**
     * What was done to the cluster that its own times tell of.
     *
     * @param outages when nothing could be expected of it
     * @param skew how far the clocks of its services were apart
     */
    public record Circumstances(List<Outage> outages, Duration skew) {
        public Circumstances {
            outages = List.copyOf(outages);
        }
    }

    public Evidence {
        requests = List.copyOf(requests);
    }
}
