package io.vestibule.testkit.server;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The endpoint that an invite is sent to. */
public enum InviteForm {
    /** {@code PUT /_matrix/federation/v1/invite/{roomId}/{eventId}}. */
    V1("/_matrix/federation/v1/invite/", true),
    /** {@code PUT /_matrix/federation/v2/invite/{roomId}/{eventId}} (MSC1794). */
    V2("/_matrix/federation/v2/invite/", true),
    /** {@code PUT /_matrix/federation/unstable/org.matrix.msc4329/invite/{roomId}}. */
    MSC4329("/_matrix/federation/unstable/org.matrix.msc4329/invite/", false),
    /** The same under the proposal's first name. */
    MSC0000("/_matrix/federation/unstable/org.matrix.msc0000/invite/", false);

    private final String prefix;
    private final boolean namesEvent;

    InviteForm(String prefix, boolean namesEvent) {
        this.prefix = prefix;
        this.namesEvent = namesEvent;
    }

    boolean carriesAuth() {
        return !namesEvent;
    }

    String target(RoomId room, EventId event) {
        return prefix + encode(room.value()) + (namesEvent ? "/" + encode(event.value()) : "");
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
