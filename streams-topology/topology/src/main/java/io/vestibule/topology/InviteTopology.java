package io.vestibule.topology;

import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.topology.RekeyProcessor.Rekeying;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Builds the topology. Every operator, store and repartition has a name of its own, because generated names shift when the
 * code is edited and the stores of a running deployment would be lost.
 */
public final class InviteTopology {

    private final TopologySettings settings;
    private final AvroSerdes serdes;
    private final TopologyObserver observer;
    private final DecisionTracer tracer;
    private final ReadyRecords ready;
    private final String prefix;

    /**
     * @param settings what the deployment set
     * @param serdes for every topic; stays open as long as the topology runs
     * @param observer hears what operators count
     */
    public InviteTopology(TopologySettings settings, AvroSerdes serdes, TopologyObserver observer) {
        this(settings, serdes, observer, DecisionTracer.OFF, new ReadyRecords(System::nanoTime));
    }

    /**
     * @param settings what the deployment set
     * @param serdes for every topic; stays open as long as the topology runs
     * @param observer hears what operators count
     * @param tracer follows decisions from record to record
     * @param ready is told of what the threads poll
     */
    public InviteTopology(
            TopologySettings settings,
            AvroSerdes serdes,
            TopologyObserver observer,
            DecisionTracer tracer,
            ReadyRecords ready) {
        this.ready = ready;
        this.observer = observer;
        this.tracer = tracer;
        this.settings = settings;
        this.serdes = serdes;
        this.prefix = settings.layout().prefix();
    }

    /** @return the topics that it reads and writes, without the prefix */
    public static List<Topic<?>> topics() {
        return List.of(
                Topics.INVITES_RECEIVED,
                Topics.INVITES_COMMANDS,
                Topics.HOMESERVER_MEMBERSHIPS,
                Topics.HOMESERVER_ROOMS,
                Topics.HOMESERVER_PDUS,
                Topics.HOMESERVER_APPSERVICES,
                Topics.INVITES_HANDSHAKE_RESULTS,
                Topics.INVITES_EVENTS,
                Topics.INVITES_STATE,
                Topics.INVITES_HANDSHAKES,
                Topics.INVITES_OUTCOMES,
                Topics.INVITES_APPSERVICE,
                Topics.INVITES_DEAD_LETTERS);
    }

    /** @return the topics that it writes, without the prefix */
    public static List<Topic<?>> written() {
        return List.of(
                Topics.INVITES_EVENTS,
                Topics.INVITES_STATE,
                Topics.INVITES_HANDSHAKES,
                Topics.INVITES_OUTCOMES,
                Topics.INVITES_APPSERVICE,
                Topics.INVITES_DEAD_LETTERS);
    }

    /** @param config the Streams configuration, for {@code topology.optimization} and the naming check */
    public Topology build(Properties config) {
        StreamsBuilder builder = new StreamsBuilder();
        StoreBuilder<?> memory = RoomStores.builder();
        Detours.Tasks detours = new Detours.Tasks();
        KStream<byte[], byte[]> commands = commands(builder, memory, detours);
        KStream<byte[], byte[]> memberships = rekeyed(builder, Inputs.MEMBERSHIPS);
        KStream<byte[], byte[]> rooms = rekeyed(builder, Inputs.ROOM_FACTS);
        KStream<byte[], byte[]> pdus = rekeyed(builder, Inputs.PDUS);
        source(builder, "received", Topics.INVITES_RECEIVED.prefixed(prefix))
                .merge(
                        source(builder, "results", Topics.INVITES_HANDSHAKE_RESULTS.prefixed(prefix)),
                        as("with-results"))
                .merge(commands, as(Nodes.STRAIGHT))
                .merge(ledToTheirRooms(commands, Inputs.COMMANDS), as("with-commands"))
                .merge(ledToTheirRooms(memberships, Inputs.MEMBERSHIPS), as("with-memberships"))
                .merge(ledToTheirRooms(rooms, Inputs.ROOM_FACTS), as("with-room-facts"))
                .merge(ledToTheirRooms(pdus, Inputs.PDUS), as("with-pdus"))
                .process(new Rooms(memory, detours), as(Nodes.DECIDE));
        Topology topology = builder.build(config);
        sink(topology, Nodes.EVENTS, Topics.INVITES_EVENTS);
        sink(topology, Nodes.HANDSHAKES, Topics.INVITES_HANDSHAKES);
        sink(topology, Nodes.OUTCOMES, Topics.INVITES_OUTCOMES);
        sink(topology, Nodes.APPSERVICE_EVENTS, Topics.INVITES_APPSERVICE);
        sink(topology, Nodes.DEAD_LETTERS, Topics.INVITES_DEAD_LETTERS);
        topology.addSink(
                Nodes.STATE,
                Topics.INVITES_STATE.prefixed(prefix).name(),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                byRoom(),
                Nodes.DECIDE);
        Inputs.FOREIGN.forEach(feed -> buried(topology, feed.name()));
        appservices(topology);
        return topology;
    }

    /** The partition of a view is its room's, so that a room's records stand together everywhere. */
    static StreamPartitioner<byte[], byte[]> byRoom() {
        return (topic, key, value, partitions) -> Optional.of(Set.of(RoomPartitions.ofRoomUser(key, partitions)));
    }

    /** Last, so that the numbers of the sub-topologies, which are part of the tasks' names, stay as they are. */
    private void appservices(Topology topology) {
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(Nodes.APPSERVICES), Serdes.Bytes(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                "appservices-source",
                Serdes.Bytes().deserializer(),
                Serdes.ByteArray().deserializer(),
                Topics.HOMESERVER_APPSERVICES.prefixed(prefix).name(),
                "appservices-kept",
                ClaimsProcessor::new);
    }

    private KStream<byte[], byte[]> source(StreamsBuilder builder, String name, Topic<?> topic) {
        return builder.stream(
                topic.name(),
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(name + "-source"));
    }

    /** The one step that decides which way a command goes looks into the store. */
    private KStream<byte[], byte[]> commands(StreamsBuilder builder, StoreBuilder<?> memory, Detours.Tasks detours) {
        int partitions = settings.layout().partitions();
        return rekeyed(builder, Inputs.COMMANDS, new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], byte[]> get() {
                return rekey(Inputs.COMMANDS, true, new OpenInvites(partitions, detours));
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(memory);
            }
        });
    }

    private <V extends SpecificRecord> KStream<byte[], byte[]> rekeyed(StreamsBuilder builder, Inputs.Foreign<V> feed) {
        return rekeyed(builder, feed, () -> rekey(feed, false, Bypass.none()));
    }

    private KStream<byte[], byte[]> rekeyed(
            StreamsBuilder builder, Inputs.Foreign<?> feed, ProcessorSupplier<byte[], byte[], byte[], byte[]> rekey) {
        return source(builder, feed.name(), feed.topic().prefixed(prefix)).process(rekey, as(feed.name() + "-rekey"));
    }

    private <V extends SpecificRecord> RekeyProcessor<V> rekey(
            Inputs.Foreign<V> feed, boolean awaited, Bypass<V> bypass) {
        Rekeying<V> rekeying = new Rekeying<>(
                feed.topic().prefixed(prefix), feed.room(), awaited, keyed(feed), feed.name() + "-dead-letters-sink");
        return new RekeyProcessor<>(rekeying, bypass, serdes, prefix, observer, ready);
    }

    private KStream<byte[], byte[]> ledToTheirRooms(KStream<byte[], byte[]> rekeyed, Inputs.Foreign<?> feed) {
        return rekeyed.mapValues(value -> value, as(keyed(feed)))
                .repartition(Repartitioned.with(Serdes.ByteArray(), Serdes.ByteArray())
                        .withName(feed.byRoom())
                        .withNumberOfPartitions(settings.layout().partitions()));
    }

    private static String keyed(Inputs.Foreign<?> feed) {
        return feed.name() + "-keyed";
    }

    private void sink(Topology topology, String node, Topic<?> topic) {
        topology.addSink(
                node,
                topic.prefixed(prefix).name(),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                Nodes.DECIDE);
    }

    private void buried(Topology topology, String feed) {
        topology.addSink(
                feed + "-dead-letters-sink",
                Topics.INVITES_DEAD_LETTERS.prefixed(prefix).name(),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                feed + "-rekey");
    }

    private static Named as(String name) {
        return Named.as(name);
    }

    private final class Rooms implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {

        private final StoreBuilder<?> memory;
        private final Detours.Tasks detours;

        Rooms(StoreBuilder<?> memory, Detours.Tasks detours) {
            this.memory = memory;
            this.detours = detours;
        }

        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new RoomProcessor(settings, serdes, new Deciding.Watch(observer, tracer), ready, detours);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(memory);
        }
    }
}
