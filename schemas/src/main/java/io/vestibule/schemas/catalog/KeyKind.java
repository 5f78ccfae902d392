package io.vestibule.schemas.catalog;

/** What the key of a topic's records names; always raw UTF-8. */
public enum KeyKind {
    /** A room ID. */
    ROOM,
    /** A room ID, NUL, a user ID ({@link RoomUserKey}); partitioned by the room alone ({@link RoomPartitions}). */
    ROOM_USER,
    /** A user ID. */
    USER,
    /** The ID of an application service. */
    APPLICATION_SERVICE,
    /** The ID of a policy rule. */
    POLICY_RULE,
    /** The key of the record that failed, byte for byte. */
    AS_READ
}
