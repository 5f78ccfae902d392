package io.vestibule.topology.service.query;

import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.trace.TraceRoot;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonArray;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.model.Invitation;
import io.vestibule.model.InviteRecord;
import io.vestibule.model.Rules;
import io.vestibule.topology.StateView;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Answers questions at any instance: from the stores here if the room is here, else by asking the instance that has it, else
 * one that has a warm copy, or that is just restoring the room. Blocks while another instance is asked. Thread-safe.
 */
final class StateQueries {

    /** How many entries of the agenda are looked at for one answer, of each partition together. */
    private static final int MOST_READ = 5_000;

    private final KafkaStreams streams;
    private final LocalStores local;
    private final Rules rules;
    private final Instances instances;
    private final InstantSource clock;
    private final boolean traced;

    /** @param traced whether documents name the trace that tells of an invite */
    StateQueries(KafkaStreams streams, Rules rules, Instances instances, InstantSource clock, boolean traced) {
        this.traced = traced;
        this.streams = streams;
        this.local = new LocalStores(streams);
        this.rules = rules;
        this.instances = instances;
        this.clock = clock;
    }

    /**
     * @param target path and query, to be asked of another instance as it is
     * @param forwarded another instance asks: the answer comes from here or not at all
     * @return what is known of the user in the room, of what goes on, and of the room's servers
     */
    Answer invite(RoomId room, UserId user, String target, boolean forwarded) {
        KeyQueryMetadata where;
        try {
            where = streams.queryMetadataForKey(StateView.STORE, StateView.key(room, user), StateView.PARTITIONER);
        } catch (IllegalStateException | InvalidStateStoreException notYet) {
            return new Answer.Moving("this instance does not know yet where the room is");
        }
        if (where == null || where.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            return new Answer.Moving("the rooms are being distributed among the instances");
        }
        Optional<Answer> here = Optional.empty();
        if (forwarded || instances.isHere(where.activeHost())) {
            here = here(room, user, where.partition());
        }
        return here.or(() -> forwarded ? Optional.empty() : elsewhere(where, target))
                .or(() -> here(room, user, where.partition()))
                .orElseGet(() -> new Answer.Moving("no instance that has the room can be reached"));
    }

    private Optional<Answer> here(RoomId room, UserId user, int partition) {
        try {
            return local.of(partition)
                    .map(found -> new Answer.Known(document(found, new InviteJson.Subject(room, user))));
        } catch (InvalidStateStoreException movedAway) {
            return Optional.empty();
        }
    }

    private byte[] document(LocalStores.Found found, InviteJson.Subject about) {
        InviteRecord record = found.state().invite(about.room(), about.user());
        Invitation invite = record.state().newestInvite();
        JsonWriter json = InviteJson.begin(about, record);
        InviteJson.routes(found.state().room(about.room()), invite, rules, clock.instant(), json);
        if (traced && invite != null) {
            json.field(
                    "trace_id",
                    TraceRoot.ofInvite(about.room().value(), invite.eventId().value())
                            .traceId());
        }
        json.name("source")
                .beginObject()
                .field("instance", instances.here().toString())
                .field("role", found.role().name())
                .field("lag", found.lag())
                .field("read_at", clock.instant().toString())
                .endObject();
        return json.endObject().toBytes();
    }

    private Optional<Answer> elsewhere(KeyQueryMetadata where, String target) {
        return Stream.concat(Stream.of(where.activeHost()), where.standbyHosts().stream())
                .filter(host -> !instances.isHere(host))
                .map(host -> instances.ask(host, target))
                .flatMap(Optional::stream)
                .<Answer>map(Answer.Known::new)
                .findFirst();
    }

    /**
     * @param most how many entries the answer has
     * @param forwarded another instance asks: only what is here
     * @return what is under way and what will be, on every instance, the earliest first
     */
    Answer work(int most, String target, boolean forwarded) {
        List<Entry> entries = new ArrayList<>();
        boolean whole = here(entries);
        List<String> missing = new ArrayList<>();
        for (StreamsMetadata other : forwarded ? List.<StreamsMetadata>of() : others()) {
            Optional<byte[]> answer = instances.ask(other.hostInfo(), target);
            if (answer.isPresent()) {
                whole &= theirs(JsonObject.of(answer.get()), entries);
            } else {
                missing.add(new HostPort(other.host(), other.port()).toString());
            }
        }
        entries.sort(Comparator.comparing(Entry::at));
        JsonWriter json = new JsonWriter().beginObject().name("items").beginArray();
        entries.stream().limit(most).forEach(entry -> json.raw(entry.json()));
        json.endArray().field("complete", whole && missing.isEmpty() && entries.size() <= most);
        json.name("unreachable").beginArray();
        missing.forEach(json::value);
        return new Answer.Known(json.endArray().endObject().toBytes());
    }

    /** An item as JSON, with its time to sort by. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Entry(String at, byte[] json) {}

    private boolean here(List<Entry> into) {
        try {
            StateView state = local.running();
            StateView.Agenda agenda = state.agenda(MOST_READ);
            agenda.entries().stream()
                    .map(due -> WorkItem.behind(due, state))
                    .flatMap(Optional::stream)
                    .forEach(item -> into.add(entry(item)));
            return agenda.isWhole();
        } catch (InvalidStateStoreException moving) {
            return false;
        }
    }

    private static Entry entry(WorkItem item) {
        JsonWriter json = new JsonWriter();
        item.writeTo(json);
        return new Entry(item.at().toString(), json.toBytes());
    }

    private static boolean theirs(JsonObject answer, List<Entry> into) {
        answer.array("items").stream().flatMap(JsonArray::stream).forEach(item -> {
            if (item instanceof JsonObject entry) {
                String at =
                        entry.string("next_at").or(() -> entry.string("until")).orElse("");
                into.add(new Entry(at, entry.bytes()));
            }
        });
        return answer.bool("complete").orElse(false);
    }

    private List<StreamsMetadata> others() {
        return streams.metadataForAllStreamsClients().stream()
                .filter(client -> !instances.isHere(client.hostInfo()))
                .filter(client -> !client.hostInfo().equals(HostInfo.unavailable()))
                .toList();
    }
}
