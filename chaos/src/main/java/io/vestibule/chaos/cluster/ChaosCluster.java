package io.vestibule.chaos.cluster;

import io.vestibule.chaos.link.Link;
import io.vestibule.client.ClientSettings;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.Peer;
import io.vestibule.testkit.server.VestibuleFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The whole cluster, from {@link #start} to {@link #close}. Not thread-safe, but what it holds is where it says so. */
public final class ChaosCluster implements AutoCloseable {

    /** Of every topic: few, so that a fresh invite to each is soon tried. */
    public static final int PARTITIONS = 4;

    private static final List<String> LETTERS = List.of("a", "b");

    private final Brokers brokers;
    private final RegistryServer registry;
    private final List<Instance> instances;
    private final List<Peer> doors;
    private final List<SmallDisk> disks;
    private final Supervisor supervisor;
    private final Thread ending = new Thread(this::end, "end of the run");
    private Code running = Code.ours();
    private Optional<Code> other = Optional.empty();

    private ChaosCluster(
            Brokers brokers,
            RegistryServer registry,
            List<Instance> instances,
            List<Peer> doors,
            List<SmallDisk> disks) {
        this.brokers = brokers;
        this.registry = registry;
        this.instances = instances;
        this.doors = doors;
        this.disks = disks;
        this.supervisor = Supervisor.over(instances);
    }

    /**
     * Starts everything.
     *
     * @param world the homeservers around it
     * @param folder an existing one, for everything that it writes
     * @param patience how long the services may take
     * @param setup what it is made ready for
     * @throws IOException if it does not start in time; the message names the service
     */
    public static ChaosCluster start(FederationWorld world, Path folder, Duration patience, Setup setup)
            throws IOException, InterruptedException {
        Optional<Code> before =
                setup.before().isPresent() ? Optional.of(Code.of(setup.before().get())) : Optional.empty();
        List<SmallDisk> disks = setup.smallDisks() ? disks(folder) : List.of();
        VestibuleFiles files = VestibuleFiles.write(world, folder, "");
        List<String> names = Stream.of(Role.values())
                .flatMap(role -> LETTERS.stream().map(letter -> name(role, letter)))
                .toList();
        RegistryServer registry = RegistryServer.start("chaos-" + UUID.randomUUID());
        Brokers brokers = Brokers.start(folder, names);
        int second = OwnPorts.next();
        List<Peer> doors =
                List.of(files.peer(), new Peer(files.peer().name(), URI.create("https://localhost:" + second)));
        List<Instance> instances = new ArrayList<>();
        InstanceFiles written = new InstanceFiles(files, brokers, registry, HttpClient.newHttpClient(), setup);
        for (Role role : Role.values()) {
            for (int i = 0; i < LETTERS.size(); i++) {
                instances.add(written.instance(
                        role, name(role, LETTERS.get(i)), doors.get(i).base().getPort()));
            }
        }
        ChaosCluster cluster = new ChaosCluster(brokers, registry, List.copyOf(instances), doors, disks);
        cluster.other = before;
        cluster.exchangeCode();
        Runtime.getRuntime().addShutdownHook(cluster.ending);
        cluster.startAll(patience);
        return cluster;
    }

    private static List<SmallDisk> disks(Path folder) throws IOException, InterruptedException {
        List<SmallDisk> disks = new ArrayList<>();
        for (String letter : LETTERS) {
            SmallDisk.under(InstanceFiles.data(folder, name(Role.TOPOLOGY, letter)))
                    .ifPresent(disks::add);
        }
        for (int node = 1; node <= Brokers.COUNT; node++) {
            SmallDisk.under(Brokers.folder(folder, node)).ifPresent(disks::add);
        }
        return List.copyOf(disks);
    }

    /**
     * Lets every instance run the other code as soon as it is started again: this one if it runs older code, and the other
     * way round.
     *
     * @return whether there is another code
     */
    public boolean exchangeCode() {
        other.ifPresent(code -> {
            instances.forEach(each -> each.willRun(code));
            other = Optional.of(running);
            running = code;
        });
        return other.isPresent();
    }

    private void startAll(Duration patience) throws IOException, InterruptedException {
        instances.forEach(Instance::start);
        for (Instance instance : instances) {
            if (!instance.isReadyWithin(patience)) {
                close();
                throw new IOException(instance.name() + " did not start within " + patience.toSeconds() + " s");
            }
        }
    }

    private static String name(Role role, String letter) {
        return role.command() + "-" + letter;
    }

    /** @return the brokers */
    public Brokers brokers() {
        return brokers;
    }

    /** @return the schema registry */
    public RegistryServer registry() {
        return registry;
    }

    /** @return every instance of every service */
    public List<Instance> instances() {
        return instances;
    }

    /** @return the instances of one service */
    public List<Instance> instances(Role role) {
        return instances.stream().filter(each -> each.role() == role).toList();
    }

    /** @return the ways from an instance to each broker */
    public List<Link> links(Instance of) {
        return brokers.links(of.name());
    }

    /** @return our server as others reach it: one name, behind it either ingress */
    public List<Peer> doors() {
        return doors;
    }

    /** @return for clients that no fault is meant for */
    public ClientSettings settings() {
        return ClientSettings.of(brokers.direct(), registry.inProcess());
    }

    /**
     * Waits until every instance serves.
     *
     * @return the names of those that do not in time
     */
    public List<String> notReadyWithin(Duration patience) throws InterruptedException {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        List<String> late = new ArrayList<>();
        for (Instance instance : instances) {
            if (!instance.isReadyWithin(Duration.ofNanos(Math.max(1, giveUpAt - System.nanoTime())))) {
                late.add(instance.name());
            }
        }
        return late;
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(ending);
    }

    /** Ends the processes, even if this one is stopped in the middle or while they start. */
    private void end() {
        supervisor.close();
        instances.forEach(Instance::close);
        brokers.close();
        registry.close();
        disks.forEach(SmallDisk::close);
    }

    /** Deletes what an instance keeps. */
    public static void wipe(Instance stopped) throws IOException {
        if (!Files.exists(stopped.data())) {
            return;
        }
        try (Stream<Path> all = Files.walk(stopped.data())) {
            // The folder itself may be where a file system is mounted.
            for (Path each : all.sorted(Comparator.reverseOrder())
                    .filter(found -> !found.equals(stopped.data()))
                    .toList()) {
                Files.delete(each);
            }
        }
    }
}
