package io.vestibule.worker.imports;

import io.vestibule.matrix.api.SendJoinEnd;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.room.RoomIdForm;
import io.vestibule.matrix.room.RoomVersionRules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an answer to {@code send_join} says about its room as a whole: is it about this room at all (server-server API,
 * "Joining Rooms")? Exactly one create event must stand in the state, of the right room and version, and no other in the
 * auth chain. Collects whose keys are still needed. Used by one thread.
 */
final class Survey {

    /** What was found. */
    sealed interface Finding {}

    /**
     * An answer that is about the room.
     *
     * @param create the room's create event, unverified
     * @param end what the answer said beside the events
     * @param signers whose keys are still needed
     */
    record Sound(Pdu create, SendJoinEnd.Complete end, Signers signers) implements Finding {}

    /** An answer that must not be used; why. */
    record Unsound(String why) implements Finding {}

    private final JoinedRoom room;
    private final RoomVersionRules rules;
    private final Signers signers = new Signers();
    private @Nullable Pdu create;
    private @Nullable EventId chained;
    private @Nullable String problem;

    Survey(JoinedRoom room) {
        this.room = room;
        this.rules = room.join().rules();
    }

    /** Notes what came of a batch, in the order of the answer. */
    void note(FirstReading.Result batch) {
        batch.undecided().forEach(signers::add);
        for (FirstReading.Create found : batch.creates()) {
            signers.add(found.event());
            switch (found.section()) {
                case STATE -> inState(found.event());
                case AUTH_CHAIN -> inAuthChain(found.event());
            }
        }
    }

    /** @return what there is to say once the answer has ended */
    Finding finding(SendJoinEnd end) {
        return switch (end) {
            case SendJoinEnd.Malformed malformed -> new Unsound(malformed.why());
            case SendJoinEnd.Complete complete -> finding(complete);
        };
    }

    private void inState(Pdu found) {
        if (create != null && !create.eventId().equals(found.eventId())) {
            problem = "the state holds two create events";
        }
        create = found;
    }

    private void inAuthChain(Pdu found) {
        if (chained != null && !chained.equals(found.eventId())) {
            problem = "the auth chain holds two create events";
        }
        chained = found.eventId();
    }

    private Finding finding(SendJoinEnd.Complete end) {
        if (problem != null) {
            return new Unsound(problem);
        }
        if (end.membersOmitted() && !room.membersMayBeOmitted()) {
            return new Unsound("members are omitted although we did not ask for that");
        }
        if (create == null) {
            return new Unsound("the state holds no create event of " + rules);
        }
        Optional<String> wrong = wrongCreate(create);
        if (wrong.isPresent()) {
            return new Unsound(wrong.get());
        }
        if (end.event() != null && Pdu.read(end.event(), rules) instanceof Pdu join) {
            signers.add(join);
        }
        return new Sound(create, end, signers);
    }

    private Optional<String> wrongCreate(Pdu found) {
        String version = found.content().string("room_version").orElse("1");
        if (!version.equals(rules.id().value())) {
            return Optional.of("the create event is of room version " + version + ", not " + rules.id());
        }
        if (chained != null && !chained.equals(found.eventId())) {
            return Optional.of("the auth chain holds another create event than the state");
        }
        if (!found.roomId().equals(room.join().roomId())) {
            return Optional.of("the create event is of another room");
        }
        if (!found.prevEvents().isEmpty() || !found.authEvents().isEmpty()) {
            return Optional.of("the create event has events before it");
        }
        boolean byItsServer = rules.format().roomId() != RoomIdForm.GIVEN
                || found.roomId()
                        .domain()
                        .filter(found.sender().server().value()::equals)
                        .isPresent();
        return byItsServer ? Optional.empty() : Optional.of("the create event is not by the room ID's server");
    }
}
