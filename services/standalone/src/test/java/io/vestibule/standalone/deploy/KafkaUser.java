package io.vestibule.standalone.deploy;

import io.vestibule.operator.DeadLetterReplay;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.catalog.Writer;
import io.vestibule.topology.service.TopologyService;
import io.vestibule.verifier.Verifier;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who speaks with the brokers, and what of the catalogue it reads and writes. Nobody may do more. */
public enum KafkaUser {
    INGRESS(
            Set.of(
                    Topics.HOMESERVER_USERS,
                    Topics.HOMESERVER_APPSERVICES,
                    Topics.HOMESERVER_ROOMS,
                    Topics.INVITES_POLICY),
            Set.of(Writer.INGRESS)),
    TOPOLOGY(Set.copyOf(TopologyService.reads()), Set.of(Writer.TOPOLOGY, Writer.EVERY_PART)),
    WORKER(Set.of(Topics.INVITES_HANDSHAKES), Set.of(Writer.WORKER, Writer.EVERY_PART)),
    APPSERVICE(
            Set.of(Topics.INVITES_APPSERVICE, Topics.HOMESERVER_APPSERVICES),
            Set.of(Writer.APPSERVICE, Writer.EVERY_PART)),
    /** The page for operators: it shows what it reads, and commands as client-facing services do. */
    CONSOLE(
            Set.of(
                    Topics.INVITES_STATE,
                    Topics.INVITES_EVENTS,
                    Topics.INVITES_COMMANDS,
                    Topics.INVITES_OUTCOMES,
                    Topics.INVITES_HANDSHAKES,
                    Topics.INVITES_HANDSHAKE_RESULTS,
                    Topics.INVITES_DEAD_LETTERS),
            Set.of(Writer.CLIENT_SERVICES)),
    CLIENT_SERVICES(Set.of(Topics.INVITES_STATE, Topics.INVITES_OUTCOMES), Set.of(Writer.CLIENT_SERVICES)),
    HOMESERVER(Set.of(Topics.INVITES_STATE, Topics.INVITES_OUTCOMES, Topics.ROOMS_IMPORTED), Set.of(Writer.HOMESERVER)),
    /**
     * Who looks after invites from day to day: looks them up, accepts, rejects and retries in users' names, says whose invites are
     * signed, and looks at what was refused and what failed.
     */
    OPERATORS(
            Set.of(
                    Topics.INVITES_STATE,
                    Topics.INVITES_EVENTS,
                    Topics.INVITES_OUTCOMES,
                    Topics.INVITES_HANDSHAKE_RESULTS,
                    Topics.INVITES_DEAD_LETTERS,
                    Topics.INVITES_POLICY,
                    Topics.INVITES_REFUSALS),
            Set.of(Writer.OPERATORS, Writer.CLIENT_SERVICES)),
    /** Who makes and sets topics, has any dead letter processed again, rebuilds the stores, and forgets people, whom any topic may name. */
    ADMINISTRATORS(Set.copyOf(Topics.all()), Set.of(Writer.CLIENT_SERVICES)),
    /** Who judges whether the promises were kept. */
    AUDITOR(Set.copyOf(Verifier.reads()), Set.of()),
    /** What scales services by what waits for them: it compares positions, and reads nothing. */
    AUTOSCALER(Set.of(), Set.of());

    private final Set<Topic<?>> reads;
    private final Set<Writer> writesAs;

    KafkaUser(Set<Topic<?>> reads, Set<Writer> writesAs) {
        this.reads = reads;
        this.writesAs = writesAs;
    }

    /** The user's name, as in {@code vestibule-worker}. */
    public String principal() {
        return "vestibule-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is one of Vestibule's own services. */
    boolean isService() {
        return switch (this) {
            case INGRESS, TOPOLOGY, WORKER, APPSERVICE, CONSOLE -> true;
            case CLIENT_SERVICES, HOMESERVER, OPERATORS, ADMINISTRATORS, AUDITOR, AUTOSCALER -> false;
        };
    }

    /** Whether it compares all topics with the catalogue, as every service does at its start. */
    boolean comparesTopics() {
        return isService() || this == OPERATORS || this == ADMINISTRATORS;
    }

    List<Topic<?>> reads() {
        return Topics.all().stream().filter(reads::contains).toList();
    }

    List<Topic<?>> writes() {
        return Topics.all().stream()
                .filter(topic -> writesAs.contains(topic.writer()) || mayRepeat(topic))
                .toList();
    }

    /** Whether it may have a record of the topic processed again that was a dead letter. */
    private boolean mayRepeat(Topic<?> topic) {
        return this == ADMINISTRATORS && DeadLetterReplay.inputs().contains(topic);
    }
}
