package io.vestibule.matrix.room;

import io.vestibule.matrix.id.RoomVersionId;

/**
 * What a room version says, as far as it concerns a server outside the room. Immutable.
 *
 * @param id         the version's name
 * @param format     the form of events
 * @param redaction  what is left of redacted events
 * @param signatures who must sign events
 * @param membership what members may do
 */
public record RoomVersionRules(
        RoomVersionId id,
        EventFormat format,
        RedactionRules redaction,
        SignatureRules signatures,
        MembershipRules membership) {

    RoomVersionRules next(String name) {
        return new RoomVersionRules(RoomVersionId.of(name), format, redaction, signatures, membership);
    }

    RoomVersionRules with(EventFormat changed) {
        return new RoomVersionRules(id, changed, redaction, signatures, membership);
    }

    RoomVersionRules with(RedactionRules changed) {
        return new RoomVersionRules(id, format, changed, signatures, membership);
    }

    RoomVersionRules with(SignatureRules changed) {
        return new RoomVersionRules(id, format, redaction, changed, membership);
    }

    RoomVersionRules with(MembershipRules changed) {
        return new RoomVersionRules(id, format, redaction, signatures, changed);
    }

    /** @return the version's name */
    @Override
    public String toString() {
        return "room version " + id;
    }
}
