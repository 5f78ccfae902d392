package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import org.jspecify.annotations.Nullable;

/**
 * A membership event. Immutable.
 *
 * @param id its event ID
 * @param json the event as signed; empty where only the ID is known
 */
public record MemberEvent(EventId id, String json) {

    /** @return an event of which only the ID is known */
    public static MemberEvent known(EventId id) {
        return new MemberEvent(id, "");
    }

    /**
     * @param said what a result names, perhaps by its ID alone
     * @param sent the event that was sent
     * @return the event that the result speaks of, with its JSON wherever it is known; null where none is
     */
    static @Nullable MemberEvent of(@Nullable MemberEvent said, @Nullable MemberEvent sent) {
        return sent == null ? said : sent.asSaid(said);
    }

    /**
     * @param said what a result names, perhaps by this event's ID alone
     * @return the event that the result speaks of: this one where it names none or only the ID
     */
    MemberEvent asSaid(@Nullable MemberEvent said) {
        return said == null || said.json().isEmpty() && said.id().equals(id) ? this : said;
    }
}
