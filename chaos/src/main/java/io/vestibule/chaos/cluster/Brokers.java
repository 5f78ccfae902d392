package io.vestibule.chaos.cluster;

import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.BrokerProcess;
import io.vestibule.broker.QuorumSeat;
import io.vestibule.chaos.link.Link;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Three brokers that are controllers too. Every client that is named at the start has a way of its own to each of them;
 * whoever is not named goes straight. Not thread-safe.
 */
public final class Brokers implements AutoCloseable {

    /** How many there are. */
    public static final int COUNT = 3;

    private final List<BrokerProcess> processes;
    private final List<Path> folders;
    private final Map<String, List<Link>> links;
    private final String direct;

    private Brokers(List<BrokerProcess> processes, List<Path> folders, Map<String, List<Link>> links, String direct) {
        this.processes = processes;
        this.folders = folders;
        this.links = links;
        this.direct = direct;
    }

    /** Starts them; returns when all take requests. */
    static Brokers start(Path folder, List<String> clients) {
        Map<String, List<Link>> links = new LinkedHashMap<>();
        clients.forEach(client -> links.put(client, new ArrayList<>()));
        List<Integer> controllers = ports();
        List<Integer> ports = ports();
        String clusterId = Uuid.randomUuid().toString();
        List<BrokerConfig> configs = new ArrayList<>();
        for (int node = 1; node <= COUNT; node++) {
            Path data = folder(folder, node);
            int port = ports.get(node - 1);
            Map<String, String> listeners = listeners(port, controllers.get(node - 1), links);
            configs.add(BrokerConfig.listening(data, BrokerConfig.LOOPBACK, port)
                    .in(new QuorumSeat(node, clusterId, controllers))
                    .with(listeners));
        }
        List<BrokerProcess> started = together(configs.stream()
                .map(config -> (Supplier<BrokerProcess>) () -> BrokerProcess.start(config))
                .toList());
        List<Path> folders = configs.stream().map(BrokerConfig::dataDirectory).toList();
        return new Brokers(started, folders, links, addresses(ports));
    }

    /** @return where the broker of this number, from 1 on, keeps its data */
    static Path folder(Path ofCluster, int node) {
        return ofCluster.resolve("broker-" + node);
    }

    /** @return where a broker keeps its data */
    public Path folder(int which) {
        return folders.get(which);
    }

    /** @return {@code bootstrap.servers} without any way that can be broken */
    public String direct() {
        return direct;
    }

    /** @return {@code bootstrap.servers} of a client that was named at the start */
    String through(String client) {
        return addresses(links(client).stream().map(Link::port).toList());
    }

    /** @return that client's ways, one to each broker */
    public List<Link> links(String client) {
        return List.copyOf(links.getOrDefault(client, List.of()));
    }

    /** Ends these as power cuts would. */
    public void kill(List<Integer> which) {
        onEach(which, BrokerProcess::kill);
    }

    /** Stops these cleanly. */
    public void stop(List<Integer> which) {
        onEach(which, BrokerProcess::stop);
    }

    /** Starts these again; returns when all of them take requests. */
    public void restart(List<Integer> which) {
        onEach(which, BrokerProcess::restart);
    }

    /** Stops one in time: SIGSTOP. */
    public void pause(int which) throws IOException, InterruptedException {
        Signals.pause(processes.get(which).pid());
    }

    /** Lets it go on: SIGCONT. */
    public void resume(int which) throws IOException, InterruptedException {
        Signals.resume(processes.get(which).pid());
    }

    @Override
    public void close() {
        onEach(IntStream.range(0, COUNT).boxed().toList(), BrokerProcess::kill);
        links.values().forEach(ways -> ways.forEach(Link::close));
    }

    // Together, since one that is alone waits for the others.
    private void onEach(List<Integer> which, Consumer<BrokerProcess> what) {
        together(which.stream()
                .map(each -> (Supplier<Boolean>) () -> {
                    what.accept(processes.get(each));
                    return true;
                })
                .toList());
    }

    private static <T> List<T> together(List<Supplier<T>> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<T>> begun = work.stream()
                    .map(each -> CompletableFuture.supplyAsync(each, threads))
                    .toList();
            return begun.stream().map(CompletableFuture::join).toList();
        }
    }

    private static Map<String, String> listeners(int port, int controller, Map<String, List<Link>> links) {
        Map<String, Integer> listening = new LinkedHashMap<>();
        Map<String, Integer> advertised = new LinkedHashMap<>();
        listening.put(BrokerConfig.CLIENT_LISTENER, port);
        advertised.put(BrokerConfig.CLIENT_LISTENER, port);
        links.forEach((client, ways) -> {
            String name = client.toUpperCase(Locale.ROOT).replace('-', '_');
            int own = OwnPorts.next();
            Link link = Link.open(OwnPorts.next(), own);
            ways.add(link);
            listening.put(name, own);
            advertised.put(name, link.port());
        });
        Map<String, String> keys = new HashMap<>();
        keys.put("advertised.listeners", text(advertised));
        listening.put(BrokerConfig.CONTROLLER_LISTENER, controller);
        keys.put("listeners", text(listening));
        keys.put(
                "listener.security.protocol.map",
                listening.keySet().stream().map(name -> name + ":PLAINTEXT").collect(Collectors.joining(",")));
        keys.put("num.network.threads", "1");
        return keys;
    }

    private static String text(Map<String, Integer> listeners) {
        return listeners.entrySet().stream()
                .map(each -> each.getKey() + "://" + BrokerConfig.LOOPBACK + ":" + each.getValue())
                .collect(Collectors.joining(","));
    }

    private static List<Integer> ports() {
        return IntStream.range(0, COUNT).mapToObj(node -> OwnPorts.next()).toList();
    }

    private static String addresses(List<Integer> ports) {
        return ports.stream().map(port -> BrokerConfig.LOOPBACK + ":" + port).collect(Collectors.joining(","));
    }
}
