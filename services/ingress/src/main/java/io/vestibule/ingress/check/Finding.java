package io.vestibule.ingress.check;

import java.util.Locale;

/**
 * Where stripped state falls short of MSC4311.
 *
 * @param kind what is wrong
 * @param detail for people; names the entry
 */
public record Finding(Kind kind, String detail) {

    /** What is wrong. */
    public enum Kind {
        /** There is no create event. */
        CREATE_MISSING(true),
        /** The create event came in four fields. */
        CREATE_NOT_A_PDU(true),
        /** The create event is not this room's, or not properly signed. */
        CREATE_WRONG(true),
        /** The create event's signature could not be checked. */
        CREATE_UNCHECKED(true),
        /** An entry has not even the four fields. */
        ENTRY_MALFORMED(false),
        /** An entry is no PDU of the room version. */
        ENTRY_NOT_A_PDU(false),
        /** An entry is a PDU of another room. */
        ENTRY_OF_ANOTHER_ROOM(false),
        /** An entry's signature is missing or wrong. */
        ENTRY_BADLY_SIGNED(false),
        /** An entry's signature could not be checked. */
        ENTRY_UNCHECKED(false);

        private final boolean aboutCreate;

        Kind(boolean aboutCreate) {
            this.aboutCreate = aboutCreate;
        }

        /** @return whether it concerns the create event */
        public boolean isAboutCreate() {
            return aboutCreate;
        }

        /** @return the tag for metrics */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
