package io.vestibule.topology;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One kind of records in a task's store. All kinds stand in one store, told apart by the first byte of their keys: a store of
 * its own for each would be a changelog of its own for each, and every transaction tells the broker of every partition that it
 * writes to.
 */
public enum Section {

    /** Room → {@code StoredRoom}. */
    ROOMS("rooms", 'r'),

    /** Room NUL user → {@code StoredInvite}. */
    INVITES("invites", 'i'),

    /** Room NUL event ID → {@code StoredHash}, of invites that no record holds any more. */
    HASHES("invite-hashes", 'h'),

    /** Room NUL command ID → {@code CommandOutcome}. */
    COMMANDS("command-outcomes", 'c'),

    /** Room NUL user of another server → {@code StoredOutbound}. */
    OUTBOUND("outbound", 'o'),

    /** Due time, kind, key → nothing; behind these the same of background work, and marks of what of it is open. */
    DUE("due", 'd');

    private static final List<Section> ALL = List.of(values());

    private final String label;
    private final byte tag;

    Section(String label, char tag) {
        this.label = label;
        this.tag = (byte) tag;
    }

    /** @return what it is called where people read it */
    public String label() {
        return label;
    }

    /** @return the key under which the store has what this section has under {@code key} */
    public byte[] stored(byte[] key) {
        return ByteBuffer.allocate(1 + key.length).put(tag).put(key).array();
    }

    /** @return what {@link #stored} was made of */
    public static byte[] bare(byte[] stored) {
        return Arrays.copyOfRange(stored, 1, stored.length);
    }

    /** The first key that no key of the section comes up to. */
    byte[] end() {
        return new byte[] {(byte) (tag + 1)};
    }

    /** @return whose a key of the store is; empty if it is nobody's */
    public static Optional<Section> of(byte[] stored) {
        return ALL.stream()
                .filter(section -> stored.length > 0 && stored[0] == section.tag)
                .findFirst();
    }
}
