package io.vestibule.ingress.users;

/** What a user's own lists say of an inviter (MSC4155). */
public enum Filtered {
    /** The invite is taken and shown. */
    SHOWN,
    /** The invite is taken and signed, and not shown. */
    HIDDEN,
    /** The invite is refused. */
    REFUSED
}
