package io.vestibule.topology;

import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.MembershipChanged;
import io.vestibule.schemas.PduSeen;
import io.vestibule.schemas.RoomFacts;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;

/** What the topology decides about, topic by topic, under the catalogue's own names. */
public final class Inputs {

    /** Keyed by room by those who write them, and read as they are. */
    public static final List<Topic<?>> DIRECT = List.of(Topics.INVITES_RECEIVED, Topics.INVITES_HANDSHAKE_RESULTS);

    static final Foreign<InviteCommand> COMMANDS =
            new Foreign<>("commands", Topics.INVITES_COMMANDS, InviteCommand::getRoomId);
    static final Foreign<MembershipChanged> MEMBERSHIPS =
            new Foreign<>("memberships", Topics.HOMESERVER_MEMBERSHIPS, MembershipChanged::getRoomId);
    static final Foreign<RoomFacts> ROOM_FACTS =
            new Foreign<>("room-facts", Topics.HOMESERVER_ROOMS, RoomFacts::getRoomId);
    static final Foreign<PduSeen> PDUS = new Foreign<>("pdus", Topics.HOMESERVER_PDUS, PduSeen::getRoomId);

    /** Written by others, whose keys are not trusted: keyed anew by the room in their values, and repartitioned. */
    public static final List<Foreign<?>> FOREIGN = List.of(COMMANDS, MEMBERSHIPS, ROOM_FACTS, PDUS);

    private Inputs() {}

    /**
     * A topic of others.
     *
     * @param name the name of its part of the topology
     * @param topic the topic
     * @param room the room in its value
     */
    public record Foreign<V extends SpecificRecord>(String name, Topic<V> topic, Function<V, String> room) {

        /** @return what its repartition topic is called behind the application's name */
        public String repartition() {
            return byRoom() + "-repartition";
        }

        String byRoom() {
            return name + "-by-room";
        }
    }

    /** Notes on a record that is keyed anew where it stood. */
    public static void mark(Headers headers, String topic, int partition, long offset) {
        Origin.mark(headers, topic, partition, offset);
    }
}
