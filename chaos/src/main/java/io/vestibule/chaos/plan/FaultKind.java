package io.vestibule.chaos.plan;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A fault that can be injected into a cluster. */
public enum FaultKind {
    /** kill -9 of one ingress. */
    KILL_INGRESS(Family.PROCESS, From.STRUCK, 2, true),
    /** kill -9 of one topology. */
    KILL_TOPOLOGY(Family.PROCESS, From.STRUCK, 2, true),
    /** kill -9 of one worker. */
    KILL_WORKER(Family.PROCESS, From.STRUCK, 2, true),
    /** kill -9 of one sender to application services. */
    KILL_APPSERVICE(Family.PROCESS, From.STRUCK, 2, true),
    /** kill -9 of every worker when make_join has reached a server. */
    KILL_WORKERS_AT_MAKE(Family.POINT, From.ENDED, 1, true),
    /** kill -9 of every worker when send_join has reached a server that does nothing about it. */
    KILL_WORKERS_AT_SEND(Family.POINT, From.ENDED, 1, true),
    /** kill -9 of every worker when a server has taken the join and its answer is still to come. */
    KILL_WORKERS_AFTER_SEND(Family.POINT, From.ENDED, 1, true),
    /** kill -9 of every ingress when the first of twenty invites that came at once has had its 200. */
    KILL_INGRESSES_AT_INVITES(Family.POINT, From.ENDED, 1, true),
    /** kill -9 of every sender to application services when a transaction is there and its answer still to come. */
    KILL_APPSERVICES_AT_TRANSACTION(Family.POINT, From.ENDED, 1, false),
    /** kill -9 of every topology while an order of theirs is being carried out. */
    KILL_TOPOLOGIES_AT_MAKE(Family.POINT, From.ENDED, 1, true),
    /** SIGSTOP of a topology beyond its session, then SIGCONT. */
    PAUSE_TOPOLOGY(Family.PAUSE, From.STRUCK, 12, true),
    /** SIGSTOP of a worker beyond its session, then SIGCONT. */
    PAUSE_WORKER(Family.PAUSE, From.STRUCK, 12, true),
    /** SIGSTOP of an ingress, then SIGCONT. */
    PAUSE_INGRESS(Family.PAUSE, From.STRUCK, 12, false),
    /** SIGSTOP of a sender to application services beyond its session, then SIGCONT. */
    PAUSE_APPSERVICE(Family.PAUSE, From.STRUCK, 12, false),
    /** SIGSTOP of a broker beyond its session with the controller, then SIGCONT. */
    PAUSE_BROKER(Family.PAUSE, From.STRUCK, 12, true),
    /** kill -9 of one broker of three. */
    KILL_ONE_BROKER(Family.BROKER, From.STRUCK, 4, true),
    /** Clean restart of one broker of three. */
    STOP_ONE_BROKER(Family.BROKER, From.STRUCK, 2, true),
    /** kill -9 of two brokers of three. */
    KILL_TWO_BROKERS(Family.BROKER, From.ENDED, 4, true),
    /** Clean stop of two brokers of three. */
    STOP_TWO_BROKERS(Family.BROKER, From.ENDED, 4, false),
    /** kill -9 of all brokers. */
    KILL_ALL_BROKERS(Family.BROKER, From.ENDED, 4, true),
    /** Clean stop of all brokers. */
    STOP_ALL_BROKERS(Family.BROKER, From.ENDED, 4, false),
    /** No broker for 70 seconds. */
    OUTAGE(Family.BROKER, From.ENDED, 70, false),
    /** The connections of one topology to the brokers are cut and refused. */
    CUT_TOPOLOGY(Family.LINK, From.STRUCK, 12, true),
    /** The connections of one worker to the brokers are cut and refused. */
    CUT_WORKER(Family.LINK, From.STRUCK, 12, true),
    /** The connections of one ingress to the brokers are cut and refused. */
    CUT_INGRESS(Family.LINK, From.STRUCK, 12, true),
    /** Nothing passes between one topology and the brokers, and nobody is told. */
    MUTE_TOPOLOGY(Family.LINK, From.STRUCK, 15, true),
    /** Nothing passes between one worker and the brokers, and nobody is told. */
    MUTE_WORKER(Family.LINK, From.STRUCK, 15, true),
    /** Every piece between one topology and the brokers is a quarter of a second late. */
    SLOW_TOPOLOGY(Family.LINK, From.STRUCK, 15, false),
    /** Every piece between one worker and the brokers is a quarter of a second late. */
    SLOW_WORKER(Family.LINK, From.STRUCK, 15, false),
    /** The schema registry is down; everybody knows the schemas already. */
    REGISTRY_DOWN(Family.STATE, From.STRUCK, 10, false),
    /** The schema registry is down while a worker starts. */
    REGISTRY_DOWN_AT_START(Family.STATE, From.STRUCK, 15, false),
    /** A topology comes back with an empty state directory. */
    STATE_WIPED(Family.STATE, From.STRUCK, 1, true),
    /** A topology comes back with spoilt bytes in its stores. */
    STORE_SPOILT(Family.STATE, From.STRUCK, 1, false),
    /** Bytes in the stores of a topology are spoilt while it runs, and it becomes the only one. */
    STORE_SPOILT_LATE(Family.STATE, From.ENDED, 1, false),
    /** The disk of a topology's state directory is full when it is started again. */
    DISK_FULL(Family.STATE, From.STRUCK, 15, false),
    /** The disk of a broker is full; then there is room again, and it is started again. */
    BROKER_DISK_FULL(Family.BROKER, From.STRUCK, 15, false),
    /** The clock of one ingress steps ten minutes ahead, and back. */
    CLOCK_AHEAD_INGRESS(Family.CLOCK, From.STRUCK, 15, false),
    /** The clock of one topology steps ten minutes ahead, and back. */
    CLOCK_AHEAD_TOPOLOGY(Family.CLOCK, From.ENDED, 15, false),
    /** The clock of one topology steps back by ten minutes, and comes back. */
    CLOCK_BEHIND_TOPOLOGY(Family.CLOCK, From.ENDED, 15, false),
    /** The clock of one worker steps ten minutes ahead, and back. */
    CLOCK_AHEAD_WORKER(Family.CLOCK, From.ENDED, 15, false),
    /** The clock of one worker steps back by ten minutes, and comes back. */
    CLOCK_BEHIND_WORKER(Family.CLOCK, From.ENDED, 15, false),
    /** Every service is restarted, one instance after another. */
    ROLLING_RESTART(Family.ROLLING, From.STRUCK, 0, false),
    /** The same, each coming back with the other code: older first ({@code --before}), then this one, then older again. */
    ROLLING_UPGRADE(Family.ROLLING, From.STRUCK, 0, false);

    /** What kind of a fault it is. */
    public enum Family {
        /** A process is gone. */
        PROCESS,
        /** Processes are gone at a named point of their work. */
        POINT,
        /** A process stands still, and goes on as if nothing had been. */
        PAUSE,
        /** Brokers are gone. */
        BROKER,
        /** The network. */
        LINK,
        /** What a process keeps, or has to be told. */
        STATE,
        /** The clock. */
        CLOCK,
        /** Restarts that are meant. */
        ROLLING
    }

    /** From when recovery is measured. */
    public enum From {
        /** From the blow: somebody else is there to take over. */
        STRUCK,
        /** From its end: nobody is left meanwhile. */
        ENDED
    }

    private final Family family;
    private final From from;
    private final Duration hold;
    private final boolean inShort;

    FaultKind(Family family, From from, long holdSeconds, boolean inShort) {
        this.family = family;
        this.from = from;
        this.hold = Duration.ofSeconds(holdSeconds);
        this.inShort = inShort;
    }

    /** @return what kind of a fault it is */
    public Family family() {
        return family;
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

    /** @return the faults that the short form draws from, by family; families without any are missing */
    public static Map<Family, List<FaultKind>> ofShort() {
        return Arrays.stream(values())
                .filter(kind -> kind.inShort)
                .collect(Collectors.groupingBy(
                        FaultKind::family, () -> new EnumMap<>(Family.class), Collectors.toList()));
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
