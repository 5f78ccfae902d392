package io.vestibule.chaos.plan;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A fault that can be injected into a cluster. */
public enum FaultKind {
    /** kill -9 of one ingress. */
    KILL_INGRESS(From.STRUCK, 2, true),
    /** kill -9 of one topology. */
    KILL_TOPOLOGY(From.STRUCK, 2, true),
    /** kill -9 of one worker. */
    KILL_WORKER(From.STRUCK, 2, false),
    /** kill -9 of one sender to application services. */
    KILL_APPSERVICE(From.STRUCK, 2, false),
    /** kill -9 of every worker when make_join has reached a server. */
    KILL_WORKERS_AT_MAKE(From.ENDED, 1, false),
    /** kill -9 of every worker when send_join has reached a server that does nothing about it. */
    KILL_WORKERS_AT_SEND(From.ENDED, 1, false),
    /** kill -9 of every worker when a server has taken the join and its answer is still to come. */
    KILL_WORKERS_AFTER_SEND(From.ENDED, 1, true),
    /** kill -9 of every topology while an order of theirs is being carried out. */
    KILL_TOPOLOGIES_AT_MAKE(From.ENDED, 1, false),
    /** SIGSTOP of a topology beyond its session, then SIGCONT. */
    PAUSE_TOPOLOGY(From.STRUCK, 12, true),
    /** SIGSTOP of a worker beyond its session, then SIGCONT. */
    PAUSE_WORKER(From.STRUCK, 12, false),
    /** SIGSTOP of an ingress, then SIGCONT. */
    PAUSE_INGRESS(From.STRUCK, 12, false),
    /** SIGSTOP of a sender to application services beyond its session, then SIGCONT. */
    PAUSE_APPSERVICE(From.STRUCK, 12, false),
    /** SIGSTOP of a broker beyond its session with the controller, then SIGCONT. */
    PAUSE_BROKER(From.STRUCK, 12, false),
    /** kill -9 of one broker of three. */
    KILL_ONE_BROKER(From.STRUCK, 4, true),
    /** Clean restart of one broker of three. */
    STOP_ONE_BROKER(From.STRUCK, 2, false),
    /** kill -9 of two brokers of three. */
    KILL_TWO_BROKERS(From.ENDED, 4, false),
    /** Clean stop of two brokers of three. */
    STOP_TWO_BROKERS(From.ENDED, 4, false),
    /** kill -9 of all brokers. */
    KILL_ALL_BROKERS(From.ENDED, 4, false),
    /** Clean stop of all brokers. */
    STOP_ALL_BROKERS(From.ENDED, 4, false),
    /** No broker for 70 seconds. */
    OUTAGE(From.ENDED, 70, false),
    /** The connections of one topology to the brokers are cut and refused. */
    CUT_TOPOLOGY(From.STRUCK, 12, false),
    /** The connections of one worker to the brokers are cut and refused. */
    CUT_WORKER(From.STRUCK, 12, true),
    /** The connections of one ingress to the brokers are cut and refused. */
    CUT_INGRESS(From.STRUCK, 12, false),
    /** Nothing passes between one topology and the brokers, and nobody is told. */
    MUTE_TOPOLOGY(From.STRUCK, 15, false),
    /** Nothing passes between one worker and the brokers, and nobody is told. */
    MUTE_WORKER(From.STRUCK, 15, false),
    /** Every piece between one topology and the brokers is a quarter of a second late. */
    SLOW_TOPOLOGY(From.STRUCK, 15, false),
    /** Every piece between one worker and the brokers is a quarter of a second late. */
    SLOW_WORKER(From.STRUCK, 15, false),
    /** The schema registry is down; everybody knows the schemas already. */
    REGISTRY_DOWN(From.STRUCK, 10, false),
    /** The schema registry is down while a worker starts. */
    REGISTRY_DOWN_AT_START(From.STRUCK, 15, false),
    /** A topology comes back with an empty state directory. */
    STATE_WIPED(From.STRUCK, 1, true),
    /** A topology comes back with spoilt bytes in its stores. */
    STORE_SPOILT(From.STRUCK, 1, false),
    /** The disk of a topology's state directory is full. */
    DISK_FULL(From.STRUCK, 15, false),
    /** Every service is restarted, one instance after another. */
    ROLLING_RESTART(From.STRUCK, 0, false);

    /** From when recovery is measured. */
    public enum From {
        /** From the blow: somebody else is there to take over. */
        STRUCK,
        /** From its end: nobody is left meanwhile. */
        ENDED
    }

    private final From from;
    private final Duration hold;
    private final boolean inShort;

    FaultKind(From from, long holdSeconds, boolean inShort) {
        this.from = from;
        this.hold = Duration.ofSeconds(holdSeconds);
        this.inShort = inShort;
    }

    /** @return from when recovery is measured */
    public From from() {
        return from;
    }

    /** @return how long it lasts */
    public Duration hold() {
        return hold;
    }

    /** @return the name on the command line and in tables */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @return the faults of the short form */
    public static List<FaultKind> ofShort() {
        return Arrays.stream(values()).filter(kind -> kind.inShort).toList();
    }

    /**
     * @return the fault of that label
     * @throws IllegalArgumentException if there is none; the message names the label
     */
    public static FaultKind named(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no fault \"" + label + "\""));
    }
}
