package io.vestibule.matrix.key;

/** What a key is wanted for. */
public enum KeyUse {
    /** Authenticating a request that has just come in: only keys that the server uses now. */
    REQUEST,
    /** Verifying an event, which may be old: retired keys serve too, for the time before they were retired. */
    EVENT
}
