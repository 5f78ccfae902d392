package io.vestibule.matrix.room;

/** Where a room's ID comes from. */
public enum RoomIdForm {
    /** The creating server chooses it; every event carries it. */
    GIVEN,
    /** The reference hash of the create event, which therefore carries none. */
    CREATE_EVENT_HASH
}
