package io.vestibule.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A federation request between Vestibule and another homeserver, as that homeserver wrote it down. Identifiers are as on the
 * wire, empty where the request has none. Immutable.
 *
 * @param at when its last byte had arrived, or when the answer had where the peer asked
 * @param peer the other homeserver's server name
 * @param side who asked
 * @param method the HTTP method
 * @param endpoint what was asked for
 * @param roomId the room
 * @param eventId the event
 * @param userId the user whose membership it is about
 * @param status the answer's HTTP status, 0 when there was none
 */
public record PeerRequest(
        Instant at,
        String peer,
        Side side,
        String method,
        Endpoint endpoint,
        String roomId,
        String eventId,
        String userId,
        int status) {

    /** Who asked. */
    public enum Side {
        /** Vestibule asked the peer. */
        VESTIBULE_ASKED,
        /** The peer asked Vestibule. */
        PEER_ASKED
    }

    /** What is asked for, whatever the version of the endpoint. */
    public enum Endpoint {
        /** {@code make_join}: room and user. */
        MAKE_JOIN,
        /** {@code send_join}: room and event. */
        SEND_JOIN,
        /** {@code make_leave}: room and user. */
        MAKE_LEAVE,
        /** {@code send_leave}: room and event. */
        SEND_LEAVE,
        /** {@code invite}: room and event; invite-with-auth has the event in its body alone. */
        INVITE,
        /** Anything else. */
        OTHER
    }

    private static final Pattern PATH = Pattern.compile(
            "/_matrix/federation/(?:v\\d+|unstable/[^/]+)/(make_join|send_join|make_leave|send_leave|invite)/([^/?]+)(?:/([^/?]+))?(?:\\?.*)?");

    /**
     * Reads the path of a request.
     *
     * @param target the request's target as on the wire, query included
     * @return the request, with what its path names
     */
    public static PeerRequest of(Instant at, String peer, Side side, String method, String target, int status) {
        Matcher path = PATH.matcher(target);
        if (!path.matches()) {
            return new PeerRequest(at, peer, side, method, Endpoint.OTHER, "", "", "", status);
        }
        Endpoint endpoint = switch (path.group(1)) {
            case "make_join" -> Endpoint.MAKE_JOIN;
            case "send_join" -> Endpoint.SEND_JOIN;
            case "make_leave" -> Endpoint.MAKE_LEAVE;
            case "send_leave" -> Endpoint.SEND_LEAVE;
            default -> Endpoint.INVITE;
        };
        boolean makes = endpoint == Endpoint.MAKE_JOIN || endpoint == Endpoint.MAKE_LEAVE;
        String last = path.group(3) == null ? "" : decode(path.group(3));
        String room = decode(path.group(2));
        return new PeerRequest(at, peer, side, method, endpoint, room, makes ? "" : last, makes ? last : "", status);
    }

    private static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
    }

    /** @return the same request about that event and user, for what only its body names */
    public PeerRequest about(String event, String user) {
        return new PeerRequest(at, peer, side, method, endpoint, roomId, event, user, status);
    }
}
