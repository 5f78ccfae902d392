package io.vestibule.matrix.room;

/** Where an event's ID comes from. */
public enum EventIdForm {
    /** The sending server chooses it and the event carries it. */
    GIVEN,
    /** The reference hash in the standard alphabet of Base64, which may put {@code /} and {@code +} into it. */
    HASH,
    /** The reference hash in the URL-safe alphabet of Base64. */
    URL_SAFE_HASH
}
