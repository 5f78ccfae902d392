package io.vestibule.model;

/** Why a server is among the candidates of a walk. */
public enum CandidateSource {
    /** One that this release does not know. */
    UNKNOWN,
    /** It stands in an invite's {@code via} (MSC4125). */
    VIA,
    /** It is the sender's server of an invite without {@code via}. */
    SENDER,
    /** It is named in the {@code invite_room_state} of an invite without {@code via}. */
    STRIPPED_STATE,
    /** It is the sender's server of an invite whose {@code via} does not name it. */
    LAST_RESORT,
    /** It is the server of the room's creator. */
    CREATOR
}
