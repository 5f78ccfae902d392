package io.vestibule.fuzz;

import static io.vestibule.fuzz.BrokenPropertyException.unless;

import io.vestibule.matrix.event.MalformedPdu;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An event that is taken is one by a second reading, keeps its ID when it is written and read again, and can be redacted. */
final class EventTarget {

    private static final List<RoomVersionRules> VERSIONS = RoomVersions.all();

    private EventTarget() {}

    /** The first byte chooses the room version. */
    static void run(byte[] input) {
        if (input.length == 0) {
            return;
        }
        RoomVersionRules rules = VERSIONS.get(Math.floorMod(input[0], VERSIONS.size()));
        byte[] document = Arrays.copyOfRange(input, 1, input.length);
        switch (Pdu.read(document, rules)) {
            case MalformedPdu malformed -> unless(!malformed.detail().isEmpty(), "refused without a reason");
            case Pdu event -> taken(event, document, rules);
        }
    }

    private static void taken(Pdu event, byte[] document, RoomVersionRules rules) {
        Map<?, ?> tree = JacksonReading.object(document)
                .orElseThrow(() -> new BrokenPropertyException("an event that Jackson refuses"));
        unless(
                Integer.parseInt(rules.id().value()) < 6 || JacksonReading.isStrict(tree),
                "numbers that the room version does not allow");
        unless(event.sender().value().equals(tree.get("sender")), "the sender is another");
        unless(event.type().equals(tree.get("type")), "the type is another");
        unless(tree.get("content") instanceof Map, "the content is no object");
        unless(event.canonical().length <= Pdu.MAX_BYTES, "larger than an event may be");
        Pdu again = Pdu.read(event.canonical(), rules).orThrow();
        unless(again.eventId().equals(event.eventId()), "another ID after it was written");
        Pdu redacted = event.redacted();
        unless(redacted.eventId().equals(event.eventId()), "another ID after redaction");
        unless(
                Arrays.equals(redacted.redacted().canonical(), redacted.canonical()),
                "what was redacted can be redacted further");
        event.contentHashMatches();
    }
}
