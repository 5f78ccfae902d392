package io.vestibule.chaos;

import io.vestibule.chaos.check.Evidence;
import io.vestibule.chaos.cluster.ChaosCluster;
import io.vestibule.chaos.cluster.Setup;
import io.vestibule.chaos.fault.Faults;
import io.vestibule.chaos.load.Cast;
import io.vestibule.chaos.load.Commander;
import io.vestibule.chaos.load.Doors;
import io.vestibule.chaos.load.Prober;
import io.vestibule.chaos.promise.Journal;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.testkit.appservice.ScriptedAppservice;
import io.vestibule.testkit.server.FederationWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Everything that a run takes place in: a cluster, the homeservers around it, and those who ask something of it.
 *
 * @param world the homeservers
 * @param bridge an application service of ours
 * @param cluster the cluster
 * @param journal what was promised
 * @param cast the homeservers of the load
 * @param doors where invites are delivered
 * @param commander sends commands
 */
record Scene(
        FederationWorld world,
        ScriptedAppservice bridge,
        ChaosCluster cluster,
        Journal journal,
        Cast cast,
        Doors doors,
        Commander commander)
        implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofMinutes(4);

    static Scene open(Path folder, Setup setup) throws IOException, InterruptedException {
        FederationWorld world = FederationWorld.open();
        ScriptedAppservice bridge = ScriptedAppservice.start("bridge");
        try {
            bridge.register(folder, Evidence.BRIDGED + ".*");
            ChaosCluster cluster = ChaosCluster.start(world, folder, START_PATIENCE, setup);
            Journal journal = new Journal();
            return new Scene(
                    world,
                    bridge,
                    cluster,
                    journal,
                    Cast.on(world),
                    new Doors(cluster.doors(), journal),
                    new Commander(cluster.settings(), journal));
        } catch (IOException | InterruptedException | RuntimeException failure) {
            bridge.close();
            world.close();
            throw failure;
        }
    }

    ServerName us() {
        return cluster.doors().getFirst().name();
    }

    Prober prober() {
        return new Prober(cast, doors, commander, us(), ChaosCluster.PARTITIONS);
    }

    Faults faults() {
        return new Faults(cluster, cast, doors, commander, bridge);
    }

    @Override
    public void close() {
        commander.close();
        cluster.close();
        bridge.close();
        world.close();
    }
}
