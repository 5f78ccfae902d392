package io.vestibule.interop.suite;

import static io.vestibule.interop.suite.Unmet.unlessEqual;

import io.vestibule.interop.proxy.FederationProxy;
import io.vestibule.interop.proxy.SeenRequest;
import io.vestibule.interop.suite.Verdict.Figure;
import io.vestibule.interop.suite.Vestibule.Import;
import io.vestibule.interop.suite.Vestibule.Outcome;
import io.vestibule.interop.synapse.SynapseServer;
import io.vestibule.interop.synapse.SynapseUser;
import io.vestibule.testkit.appservice.ScriptedAppservice;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Where one telling plays: three Synapse servers A, B and C behind proxies, people there, Vestibule, and the homeserver beside it.
 * The servers are shared with the tellings of the same scenario in other room versions; see {@link Meeting}.
 */
public final class Stage {

    /** A server name that leads to C, which goes by another. */
    public static final String WRONG_NAME = "localhost:24448";

    private final Set set;
    private final Meeting meeting;
    private final Map<String, SynapseUser> people = new ConcurrentHashMap<>();
    private final List<Figure> figures = Collections.synchronizedList(new ArrayList<>());
    private final List<String> notes = new ArrayList<>();

    Stage(Set set, Meeting meeting) {
        this.set = set;
        this.meeting = meeting;
    }

    /**
     * What stands on every stage.
     *
     * @param vestibule the one under test
     * @param shim the homeserver beside it
     * @param proxies one in front of each Synapse
     * @param servers the Synapses, A, B and C
     * @param bridges the application services on both sides
     */
    public record Set(
            Vestibule vestibule,
            Shim shim,
            List<FederationProxy> proxies,
            List<SynapseServer> servers,
            Bridges bridges) {
        public Set {
            proxies = List.copyOf(proxies);
            servers = List.copyOf(servers);
        }

        /** Brings every server back as it was. */
        void calm() {
            for (FederationProxy proxy : proxies) {
                proxy.mode(FederationProxy.Mode.FORWARD);
                proxy.hideNothing();
            }
        }
    }

    /**
     * Application services, one of ours and one that every Synapse has.
     *
     * @param ours hears from Vestibule what concerns {@code @bridge_.*} of our server
     * @param theirs hears from Synapse what concerns {@code @bridge_.*} of its server
     */
    public record Bridges(ScriptedAppservice ours, ScriptedAppservice theirs) {}

    public Bridges bridges() {
        return set.bridges();
    }

    public Vestibule vestibule() {
        return set.vestibule();
    }

    public Shim shim() {
        return set.shim();
    }

    /** @return Alice, at server A; like the others somebody new in each telling */
    public SynapseUser alice() {
        return person("alice", 0);
    }

    /** @return Bea, at server B */
    public SynapseUser bea() {
        return person("bea", 1);
    }

    /** @return Cato, at server C */
    public SynapseUser cato() {
        return person("cato", 2);
    }

    /** @return somebody of that name at the server with that number, counted from 0 */
    public SynapseUser person(String name, int server) {
        return people.computeIfAbsent(
                name, n -> SynapseUser.register(set.servers().get(server), n));
    }

    /** Has Vestibule accept, and the homeserver beside it do its part: keep the room's PDUs, apply the import, publish. */
    public Outcome accept(String room, String user) {
        return accept(room, user, vestibule()::accept);
    }

    /** The same, asking the resident server to leave members out of its answer. */
    public Outcome acceptOmittingMembers(String room, String user) {
        return accept(room, user, vestibule()::acceptOmittingMembers);
    }

    private Outcome accept(String room, String user, BiFunction<String, String, Outcome> command) {
        shim().joining(room);
        Outcome outcome = command.apply(room, user);
        if (outcome.outcome().equals("JOINED")) {
            Import imported = vestibule().imported(outcome.importId());
            unlessEqual("import", List.of(), imported.problems());
            unlessEqual("the join", outcome.eventId(), imported.joinEventId());
            shim().imported(room, user, imported.joinEventJson(), imported.joinEventId());
        } else {
            shim().notJoined(room);
        }
        return outcome;
    }

    /** Takes a server away from others, in every room version at once. */
    public void down(SynapseServer server, FederationProxy.Mode how) throws InterruptedException {
        FederationProxy proxy = proxy(server);
        meeting.agreeOn(() -> proxy.mode(how));
    }

    /** Brings it back. */
    public void up(SynapseServer server) throws InterruptedException {
        FederationProxy proxy = proxy(server);
        meeting.agreeOn(() -> proxy.mode(FederationProxy.Mode.FORWARD));
    }

    /**
     * Hides an endpoint of a server, for one room alone.
     *
     * @param endpoint a part of the path, such as {@code /v2/send_join/}
     * @return shows it again
     */
    public Runnable hide(SynapseServer server, String endpoint, String room) {
        FederationProxy proxy = proxy(server);
        Predicate<String> targets = isAbout(endpoint, room);
        proxy.hide(targets);
        return () -> proxy.show(targets);
    }

    /** Does something when the next request of that kind has reached the server's door, before the server sees it. */
    public void before(SynapseServer server, String endpoint, String room, Runnable action) {
        proxy(server).interceptOnce(isAbout(endpoint, room), held -> {
            action.run();
            return held;
        });
    }

    /** Changes the next request of that kind on its way to the server. */
    public void change(SynapseServer server, String endpoint, String room, FederationProxy.Action action) {
        proxy(server).interceptOnce(isAbout(endpoint, room), action);
    }

    /** Changes our next transaction about that room on its way to the server. */
    public void changeTransaction(SynapseServer server, String room, FederationProxy.Action action) {
        proxy(server)
                .interceptOnce(target -> target.contains("/v1/send/vestibule-"), body -> body.contains(room), action);
    }

    /** @return the requests for that room, at every server, in the order of their arrival */
    public List<SeenRequest> requests(String endpoint, String room) {
        Predicate<String> wanted = isAbout(endpoint, room);
        return set.proxies().stream()
                .flatMap(proxy -> proxy.seen().stream())
                .filter(request -> wanted.test(request.target()))
                .sorted(Comparator.comparingLong(SeenRequest::nanos))
                .toList();
    }

    private FederationProxy proxy(SynapseServer server) {
        return set.proxies().stream()
                .filter(p -> p.name().equals(server.name()))
                .findFirst()
                .orElseThrow();
    }

    private static Predicate<String> isAbout(String endpoint, String room) {
        String encoded = URLEncoder.encode(room, StandardCharsets.UTF_8);
        return target -> target.contains(endpoint) && (target.contains(encoded) || target.contains(room));
    }

    /** @return the ID of a user of ours that nobody has invited before */
    public String ours(String name) {
        return "@" + name + "-" + UUID.randomUUID().toString().substring(0, 8) + ":"
                + set.vestibule().serverName();
    }

    /** Notes how long Vestibule took for a step. */
    public void ours(String step, Duration took) {
        figures.add(new Figure(step, Figure.VESTIBULE, took, true));
    }

    /** Times Synapse doing the same step; {@code action} tells whether it managed. */
    public boolean synapses(String step, BooleanSupplier action) {
        return synapses(step, System.nanoTime(), action);
    }

    /** The same, timed from an earlier moment of {@link System#nanoTime()}. */
    public boolean synapses(String step, long start, BooleanSupplier action) {
        boolean managed = action.getAsBoolean();
        figures.add(new Figure(step, Figure.SYNAPSE, Duration.ofNanos(System.nanoTime() - start), managed));
        return managed;
    }

    /** Adds a remark to the verdict's line. */
    public void note(String remark) {
        notes.add(remark);
    }

    String notes() {
        return String.join("; ", notes);
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }
}
