package io.vestibule.interop.suite;

import io.vestibule.interop.proxy.FederationProxy;
import io.vestibule.interop.suite.Verdict.Figure;
import io.vestibule.interop.synapse.SynapseServer;
import io.vestibule.interop.synapse.SynapseUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Where a scenario plays: three Synapse servers A, B and C behind proxies, one person at each, Vestibule, and the homeserver beside it. Made anew
 * for each telling, so that no state is shared but the servers'.
 */
public final class Stage {

    private final Vestibule vestibule;
    private final Shim shim;
    private final List<FederationProxy> proxies;
    private final List<SynapseUser> people;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Stage(Vestibule vestibule, Shim shim, List<FederationProxy> proxies, List<SynapseUser> people) {
        this.vestibule = vestibule;
        this.shim = shim;
        this.proxies = List.copyOf(proxies);
        this.people = List.copyOf(people);
    }

    /**
     * @param people Alice, Bea and Cato, at the first, second and third server
     */
    public static Stage of(Vestibule vestibule, Shim shim, List<FederationProxy> proxies, List<SynapseUser> people) {
        return new Stage(vestibule, shim, proxies, people);
    }

    public Vestibule vestibule() {
        return vestibule;
    }

    public Shim shim() {
        return shim;
    }

    /** @return Alice, at server A */
    public SynapseUser alice() {
        return people.get(0);
    }

    /** @return Bea, at server B */
    public SynapseUser bea() {
        return people.get(1);
    }

    /** @return Cato, at server C */
    public SynapseUser cato() {
        return people.get(2);
    }

    /** @return the proxy in front of that server */
    public FederationProxy proxy(SynapseServer server) {
        return proxies.stream()
                .filter(p -> p.name().equals(server.name()))
                .findFirst()
                .orElseThrow();
    }

    public List<FederationProxy> proxies() {
        return proxies;
    }

    /** @return the ID of a user of ours that nobody has invited before */
    public String ours(String name) {
        return "@" + name + "-" + UUID.randomUUID().toString().substring(0, 8) + ":" + vestibule.serverName();
    }

    /** Notes a time to an outcome for the report. */
    public void figure(String step, String who, Duration took) {
        figures.add(new Figure(step, who, took));
    }

    /** Adds a remark to the verdict's line. */
    public void note(String remark) {
        notes.add(remark);
    }

    String notes() {
        return String.join("; ", notes);
    }

    /** Times an action and notes it for the report. */
    public <T> T timed(String step, String who, Supplier<T> action) {
        long start = System.nanoTime();
        T result = action.get();
        figure(step, who, Duration.ofNanos(System.nanoTime() - start));
        return result;
    }

    /** Brings every server back as it was. */
    public void calm() {
        for (FederationProxy proxy : proxies) {
            proxy.mode(FederationProxy.Mode.FORWARD);
            proxy.hideNothing();
            proxy.forget();
        }
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }
}
