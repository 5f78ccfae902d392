package io.vestibule.matrix.api;

import java.util.List;

/** Every identifier of a proposal that the specification has not taken up yet, and what it will be called then. */
public final class UnstableNames {

    /** The list of servers through which a room can be reached (MSC4125, open). */
    public static final String VIA = "org.matrix.msc4125.via";

    /** What {@link #VIA} will be called once MSC4125 is merged; read always, written where it is configured. */
    public static final String VIA_STABLE = "via";

    /** The prefixes under which invites with auth are served: MSC4329's and the one of its first draft. */
    public static final List<String> INVITE_WITH_AUTH = List.of("org.matrix.msc4329", "org.matrix.msc0000");

    private UnstableNames() {}
}
