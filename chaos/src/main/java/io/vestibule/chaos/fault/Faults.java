package io.vestibule.chaos.fault;

import io.vestibule.chaos.cluster.Brokers;
import io.vestibule.chaos.cluster.ChaosCluster;
import io.vestibule.chaos.cluster.Instance;
import io.vestibule.chaos.cluster.Role;
import io.vestibule.chaos.link.Link;
import io.vestibule.chaos.load.Cast;
import io.vestibule.chaos.load.Commander;
import io.vestibule.chaos.load.Doors;
import io.vestibule.chaos.plan.Blow;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.testkit.appservice.ScriptedAppservice;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Strikes. Not thread-safe: one blow after another. */
public final class Faults {

    /** How far a clock is off while it is. */
    public static final Duration STEP = Duration.ofMinutes(10);

    private static final Duration LATE = Duration.ofMillis(250);
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);

    private final ChaosCluster cluster;
    private final Ambush ambush;
    private final Volley volley;
    private final TransactionAmbush transactions;
    private final Disks disks;

    /**
     * @param cast the homeservers, at one of which joins are waylaid
     * @param bridge at which transactions are waylaid
     */
    public Faults(ChaosCluster cluster, Cast cast, Doors doors, Commander commander, ScriptedAppservice bridge) {
        ServerName us = cluster.doors().getFirst().name();
        this.cluster = cluster;
        this.ambush = new Ambush(cast, doors, commander, us);
        this.volley = new Volley(cast, doors, us);
        this.transactions = new TransactionAmbush(cast, doors, bridge, us);
        this.disks = new Disks();
    }

    /**
     * Strikes; returns when the blow has fallen.
     *
     * @return what ends it
     * @throws IOException if it cannot be struck here; the message says why
     */
    public Healing strike(Blow blow) throws IOException, InterruptedException {
        return switch (blow.kind()) {
            case KILL_INGRESS -> killed(victim(Role.INGRESS, blow));
            case KILL_TOPOLOGY -> killed(victim(Role.TOPOLOGY, blow));
            case KILL_WORKER -> killed(victim(Role.WORKER, blow));
            case KILL_APPSERVICE -> killed(victim(Role.APPSERVICE, blow));
            case KILL_WORKERS_AT_MAKE -> waylaid(Role.WORKER, Route.MAKE_JOIN, Fault.healthy(), false);
            case KILL_WORKERS_AT_SEND -> waylaid(Role.WORKER, Route.SEND_JOIN, Fault.hang(), false);
            case KILL_WORKERS_AFTER_SEND -> waylaid(Role.WORKER, Route.SEND_JOIN, Fault.obeyAndHang(), true);
            case KILL_TOPOLOGIES_AT_MAKE -> waylaid(Role.TOPOLOGY, Route.MAKE_JOIN, Fault.healthy(), false);
            case KILL_INGRESSES_AT_INVITES -> ingressesKilled();
            case KILL_APPSERVICES_AT_TRANSACTION -> appservicesKilled();
            case PAUSE_INGRESS -> paused(victim(Role.INGRESS, blow));
            case PAUSE_TOPOLOGY -> paused(victim(Role.TOPOLOGY, blow));
            case PAUSE_WORKER -> paused(victim(Role.WORKER, blow));
            case PAUSE_APPSERVICE -> paused(victim(Role.APPSERVICE, blow));
            case PAUSE_BROKER -> pausedBroker(blow.among(Brokers.COUNT));
            case KILL_ONE_BROKER -> brokersKilled(brokers(1, blow));
            case KILL_TWO_BROKERS -> brokersKilled(brokers(2, blow));
            case KILL_ALL_BROKERS -> brokersKilled(brokers(Brokers.COUNT, blow));
            case STOP_ONE_BROKER -> brokersStopped(brokers(1, blow));
            case STOP_TWO_BROKERS -> brokersStopped(brokers(2, blow));
            case STOP_ALL_BROKERS, OUTAGE -> brokersStopped(brokers(Brokers.COUNT, blow));
            case CUT_INGRESS -> broken(victim(Role.INGRESS, blow), Link::cut);
            case CUT_TOPOLOGY -> broken(victim(Role.TOPOLOGY, blow), Link::cut);
            case CUT_WORKER -> broken(victim(Role.WORKER, blow), Link::cut);
            case MUTE_TOPOLOGY -> broken(victim(Role.TOPOLOGY, blow), Link::mute);
            case MUTE_WORKER -> broken(victim(Role.WORKER, blow), Link::mute);
            case SLOW_TOPOLOGY -> broken(victim(Role.TOPOLOGY, blow), link -> link.slow(LATE));
            case SLOW_WORKER -> broken(victim(Role.WORKER, blow), link -> link.slow(LATE));
            case REGISTRY_DOWN -> registryDown();
            case REGISTRY_DOWN_AT_START -> registryDownAtStart(victim(Role.WORKER, blow));
            case STATE_WIPED -> wiped(victim(Role.TOPOLOGY, blow));
            case STORE_SPOILT -> spoilt(victim(Role.TOPOLOGY, blow), blow.victim());
            case STORE_SPOILT_LATE -> spoiltAtWork(blow);
            case DISK_FULL -> diskFull(victim(Role.TOPOLOGY, blow));
            case BROKER_DISK_FULL -> brokerDiskFull(blow.among(Brokers.COUNT));
            case CLOCK_AHEAD_INGRESS -> stepped(victim(Role.INGRESS, blow), STEP);
            case CLOCK_AHEAD_TOPOLOGY -> stepped(victim(Role.TOPOLOGY, blow), STEP);
            case CLOCK_BEHIND_TOPOLOGY -> stepped(victim(Role.TOPOLOGY, blow), STEP.negated());
            case CLOCK_AHEAD_WORKER -> stepped(victim(Role.WORKER, blow), STEP);
            case CLOCK_BEHIND_WORKER -> stepped(victim(Role.WORKER, blow), STEP.negated());
            case ROLLING_RESTART -> rolling();
            case ROLLING_UPGRADE -> upgrading();
        };
    }

    private Instance victim(Role role, Blow blow) {
        List<Instance> instances = cluster.instances(role);
        return instances.get(blow.among(instances.size()));
    }

    private static List<Integer> brokers(int count, Blow blow) {
        return IntStream.range(0, count)
                .mapToObj(each -> (blow.among(Brokers.COUNT) + each) % Brokers.COUNT)
                .toList();
    }

    private static Healing killed(Instance victim) {
        victim.kill();
        return victim::start;
    }

    private Healing waylaid(Role role, Route point, Fault meanwhile, boolean taken)
            throws IOException, InterruptedException {
        List<Instance> victims = cluster.instances(role);
        ambush.kill(victims, point, meanwhile, taken);
        return () -> victims.forEach(Instance::start);
    }

    private static Healing paused(Instance victim) throws IOException, InterruptedException {
        victim.pause();
        return victim::resume;
    }

    private Healing pausedBroker(int which) throws IOException, InterruptedException {
        cluster.brokers().pause(which);
        return () -> cluster.brokers().resume(which);
    }

    private Healing brokersKilled(List<Integer> which) {
        cluster.brokers().kill(which);
        return () -> cluster.brokers().restart(which);
    }

    private Healing brokersStopped(List<Integer> which) {
        cluster.brokers().stop(which);
        return () -> cluster.brokers().restart(which);
    }

    private Healing broken(Instance victim, Consumer<Link> how) {
        List<Link> links = cluster.links(victim);
        links.forEach(how);
        return () -> links.forEach(Link::mend);
    }

    private Healing registryDown() {
        cluster.registry().goDown();
        return cluster.registry()::comeBack;
    }

    private Healing registryDownAtStart(Instance victim) {
        cluster.registry().goDown();
        victim.kill();
        victim.start();
        return cluster.registry()::comeBack;
    }

    private static Healing wiped(Instance victim) throws IOException {
        victim.kill();
        ChaosCluster.wipe(victim);
        return victim::start;
    }

    private Healing spoilt(Instance victim, int seed) throws IOException, InterruptedException {
        victim.stop();
        try {
            disks.spoilStores(victim.data(), seed);
        } catch (IOException nothingToSpoil) {
            victim.start();
            throw nothingToSpoil;
        }
        return victim::start;
    }

    /** It has files only if it was stopped, and reads them only if it has the rooms. */
    private Healing spoiltAtWork(Blow blow) throws IOException, InterruptedException {
        Instance victim = victim(Role.TOPOLOGY, blow);
        victim.stop();
        victim.start();
        if (!victim.isReadyWithin(START_PATIENCE)) {
            throw new IOException(victim.name() + " did not come back before its stores were spoilt");
        }
        disks.spoilStores(victim.data(), blow.victim());
        List<Instance> others = cluster.instances(Role.TOPOLOGY).stream()
                .filter(each -> each != victim)
                .toList();
        for (Instance other : others) {
            other.stop();
        }
        return () -> others.forEach(Instance::start);
    }

    /** One that runs writes to its disk so seldom that it may not notice; one that starts does. */
    private Healing diskFull(Instance victim) throws IOException, InterruptedException {
        victim.stop();
        try {
            return disks.fill(victim.data());
        } finally {
            victim.start();
        }
    }

    private Healing brokerDiskFull(int which) throws IOException {
        Healing room = disks.fill(cluster.brokers().folder(which));
        return () -> {
            room.heal();
            cluster.brokers().kill(List.of(which));
            cluster.brokers().restart(List.of(which));
        };
    }

    private static Healing stepped(Instance victim, Duration by) throws IOException {
        victim.stepClock(by);
        return () -> victim.stepClock(Duration.ZERO);
    }

    private Healing ingressesKilled() throws IOException, InterruptedException {
        List<Instance> victims = cluster.instances(Role.INGRESS);
        volley.kill(victims);
        return () -> victims.forEach(Instance::start);
    }

    private Healing appservicesKilled() throws IOException, InterruptedException {
        List<Instance> victims = cluster.instances(Role.APPSERVICE);
        transactions.kill(victims);
        return () -> victims.forEach(Instance::start);
    }

    private Healing upgrading() throws IOException, InterruptedException {
        if (!cluster.exchangeCode()) {
            throw new IOException("there is no other code (--before names a checkout of it)");
        }
        return rolling();
    }

    private Healing rolling() {
        Rolling rolling = Rolling.over(cluster.instances());
        return rolling::awaitEnd;
    }
}
