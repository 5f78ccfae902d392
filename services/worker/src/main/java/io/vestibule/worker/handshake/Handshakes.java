package io.vestibule.worker.handshake;

import io.vestibule.worker.imports.RoomImport;
import io.vestibule.worker.walk.ServerHealth;
import io.vestibule.worker.walk.WalkRules;
import java.time.Duration;

/**
 * Makes the parts of a handshake fit together.
 *
 * @param ourSide who we are
 * @param peers the other servers
 * @param health which of them were silent of late
 */
public record Handshakes(OurSide ourSide, Peers peers, ServerHealth health) {

    /**
     * What sending may cost.
     *
     * @param leave how long the PUT of a leave may take
     * @param join how long the PUT of a join may take, its answer included
     * @param silence how long a server may send nothing in the middle of that answer
     * @param mostBytes the largest answer to a join
     */
    public record SendLimits(Duration leave, Duration join, Duration silence, long mostBytes) {}

    /** @return the first step, watched */
    public Preparing preparing(WalkRules rules, Preparing.Watch watch) {
        return new Preparing(ourSide, peers, rules, health, watch);
    }

    /** @return the second step */
    public Submitting submitting(SendLimits limits, RoomImport rooms) {
        JoinSending.Bounds bounds = new JoinSending.Bounds(limits.join(), limits.silence(), limits.mostBytes());
        return new Submitting(
                new JoinSending(peers, bounds, rooms),
                new LeaveSending(peers, limits.leave()),
                health,
                ourSide.clock());
    }
}
