package io.vestibule.verifier;

import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.MembershipChanged;
import io.vestibule.schemas.PduSeen;
import io.vestibule.schemas.RoomFacts;
import io.vestibule.schemas.catalog.RoomUserKey;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** The rooms of one partition: reads what is about them and tells every check. For one thread. */
final class Slice {

    /** Every topic that is read. */
    static final List<Topic<?>> TOPICS = List.of(
            Topics.INVITES_RECEIVED,
            Topics.INVITES_COMMANDS,
            Topics.HOMESERVER_MEMBERSHIPS,
            Topics.HOMESERVER_ROOMS,
            Topics.HOMESERVER_PDUS,
            Topics.INVITES_HANDSHAKE_RESULTS,
            Topics.INVITES_EVENTS,
            Topics.INVITES_HANDSHAKES,
            Topics.INVITES_OUTCOMES,
            Topics.INVITES_STATE,
            Topics.INVITES_DEAD_LETTERS);

    private final Terms terms;
    private final List<Check> checks;

    Slice(Terms terms) {
        this.terms = terms;
        this.checks = List.of(
                new InvitesKept(terms),
                new OneOutcome(terms),
                new OneEventOnTheWire(terms),
                new AttemptsInOrder(terms),
                new ReplayEqual(terms),
                new NextStep(terms),
                new NothingDelayed(terms),
                new BadRecordsKept(terms));
    }

    void judge(PeerLog peers) {
        inputs();
        ledger();
        derived();
        peers.read((line, request) -> {
            if (terms.judges(request.roomId())) {
                terms.findings().requested();
                checks.forEach(check -> check.request(Place.ofPeers(line), request));
            }
        });
        checks.forEach(Check::finish);
    }

    private void inputs() {
        read(Topics.INVITES_RECEIVED, terms.partition(), entry -> {
            input(Topics.INVITES_RECEIVED, entry);
            each(entry, (check, invite) -> check.received(entry, invite));
        });
        read(
                Topics.INVITES_HANDSHAKE_RESULTS,
                terms.partition(),
                entry -> input(Topics.INVITES_HANDSHAKE_RESULTS, entry));
        byRoom(
                Topics.INVITES_COMMANDS,
                InviteCommand::getRoomId,
                entry -> each(entry, (check, command) -> check.command(entry, command)));
        byRoom(Topics.HOMESERVER_MEMBERSHIPS, MembershipChanged::getRoomId, entry -> {});
        byRoom(Topics.HOMESERVER_ROOMS, RoomFacts::getRoomId, entry -> {});
        byRoom(Topics.HOMESERVER_PDUS, PduSeen::getRoomId, entry -> {});
    }

    private void ledger() {
        read(
                Topics.INVITES_EVENTS,
                terms.partition(),
                entry -> each(entry, (check, event) -> fact(check, entry, event)));
    }

    private static void fact(Check check, LogEntry<LedgerEvent> entry, LedgerEvent event) {
        try {
            check.fact(entry, event);
        } catch (IllegalArgumentException torn) {
            check.violated(
                    entry.place(), RoomUser.of(event), "a fact that is whole", String.valueOf(torn.getMessage()));
        }
    }

    private void derived() {
        read(
                Topics.INVITES_HANDSHAKES,
                terms.partition(),
                entry -> each(entry, (check, order) -> check.order(entry, order)));
        read(
                Topics.INVITES_OUTCOMES,
                terms.partition(),
                entry -> each(entry, (check, outcome) -> check.outcome(entry, outcome)));
        read(Topics.INVITES_STATE, terms.partition(), entry -> {
            if (RoomUserKey.parse(entry.key()).isPresent()) {
                checks.forEach(check -> check.view(entry, entry.value()));
            }
        });
    }

    private <V> void each(LogEntry<V> entry, BiConsumer<Check, V> tell) {
        V value = entry.value();
        if (value != null) {
            checks.forEach(check -> tell.accept(check, value));
        }
    }

    private void input(Topic<?> topic, LogEntry<?> entry) {
        checks.forEach(check -> check.input(topic, entry.place(), entry.at()));
    }

    /** Topics whose keys are not trusted: a room's records may stand anywhere. */
    private <V extends SpecificRecord> void byRoom(
            Topic<V> topic, Function<V, String> room, Consumer<LogEntry<V>> next) {
        for (int partition = 0; partition < terms.log().partitions(); partition++) {
            read(topic, partition, entry -> {
                V value = entry.value();
                if (value != null && terms.judges(room.apply(value))) {
                    input(topic, entry);
                    next.accept(entry);
                }
            });
        }
    }

    private <V extends SpecificRecord> void read(Topic<V> topic, int partition, Consumer<LogEntry<V>> next) {
        boolean ours = partition == terms.partition();
        terms.log().read(topic, partition, new LogReader.Sink<>() {
            @Override
            public void record(LogEntry<V> entry) {
                terms.findings().read(topic, ours);
                next.accept(entry);
            }

            @Override
            public void unreadable(Place place, Instant at, String why) {
                terms.findings().read(topic, ours);
                if (ours) {
                    checks.forEach(check -> check.unreadable(topic, place, at, why));
                }
            }
        });
    }
}
