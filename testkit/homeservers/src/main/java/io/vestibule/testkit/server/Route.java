package io.vestibule.testkit.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What a scripted homeserver serves; a script names these. */
public enum Route {
    /** {@code GET /_matrix/key/v2/server}. */
    KEYS("GET", "/_matrix/key/v2/server"),
    /** {@code GET /_matrix/key/v2/query/{serverName}}. */
    NOTARY("GET", "/_matrix/key/v2/query/([^/]+)"),
    /** {@code POST /_matrix/key/v2/query}. */
    NOTARY_BATCH("POST", "/_matrix/key/v2/query"),
    /** {@code GET /_matrix/federation/v1/version}. */
    VERSION("GET", "/_matrix/federation/v1/version"),
    /** {@code GET /_matrix/federation/v1/make_join/{roomId}/{userId}}. */
    MAKE_JOIN("GET", "/_matrix/federation/v1/make_join/([^/]+)/([^/]+)"),
    /** {@code PUT /_matrix/federation/v2/send_join/{roomId}/{eventId}}. */
    SEND_JOIN("PUT", "/_matrix/federation/v2/send_join/([^/]+)/([^/]+)"),
    /** {@code PUT /_matrix/federation/v1/send_join/{roomId}/{eventId}}. */
    SEND_JOIN_V1("PUT", "/_matrix/federation/v1/send_join/([^/]+)/([^/]+)"),
    /** {@code GET /_matrix/federation/v1/make_leave/{roomId}/{userId}}. */
    MAKE_LEAVE("GET", "/_matrix/federation/v1/make_leave/([^/]+)/([^/]+)"),
    /** {@code PUT /_matrix/federation/v2/send_leave/{roomId}/{eventId}}. */
    SEND_LEAVE("PUT", "/_matrix/federation/v2/send_leave/([^/]+)/([^/]+)"),
    /** {@code PUT /_matrix/federation/v1/send_leave/{roomId}/{eventId}}. */
    SEND_LEAVE_V1("PUT", "/_matrix/federation/v1/send_leave/([^/]+)/([^/]+)"),
    /** {@code PUT /_matrix/federation/v1/invite/{roomId}/{eventId}}. */
    INVITE_V1("PUT", "/_matrix/federation/v1/invite/([^/]+)/([^/]+)"),
    /** {@code PUT /_matrix/federation/v2/invite/{roomId}/{eventId}}. */
    INVITE_V2("PUT", "/_matrix/federation/v2/invite/([^/]+)/([^/]+)"),
    /** {@code PUT /_matrix/federation/unstable/org.matrix.msc4329/invite/{roomId}}, also under its first name. */
    INVITE_WITH_AUTH("PUT", "/_matrix/federation/unstable/org\\.matrix\\.msc(?:4329|0000)/invite/([^/]+)"),
    /** {@code PUT /_matrix/federation/v1/send/{txnId}}. */
    TRANSACTION("PUT", "/_matrix/federation/v1/send/([^/]+)"),
    /** Anything else. */
    UNKNOWN("", ".*");

    private final String method;
    private final Pattern path;

    Route(String method, String path) {
        this.method = method;
        this.path = Pattern.compile(path);
    }

    /** @return whether a request of this kind carries X-Matrix authentication */
    public boolean isAuthenticated() {
        return switch (this) {
            case KEYS, NOTARY, NOTARY_BATCH, VERSION, UNKNOWN -> false;
            case MAKE_JOIN, SEND_JOIN, SEND_JOIN_V1, MAKE_LEAVE, SEND_LEAVE, SEND_LEAVE_V1 -> true;
            case INVITE_V1, INVITE_V2, INVITE_WITH_AUTH, TRANSACTION -> true;
        };
    }

    /** @return whether this is one of the two steps of a join or leave */
    public boolean isHandshake() {
        return isAuthenticated() && this != TRANSACTION && !isInvite();
    }

    /** @return whether this invites a user of the server that is asked */
    public boolean isInvite() {
        return this == INVITE_V1 || this == INVITE_V2 || this == INVITE_WITH_AUTH;
    }

    static Route of(String method, String path) {
        for (Route route : values()) {
            if (route.method.equals(method) && route.path.matcher(path).matches()) {
                return route;
            }
        }
        return UNKNOWN;
    }

    /** Whether some method is served under this path; the answer to another one is then 405. */
    static boolean servesPath(String path) {
        for (Route route : values()) {
            if (route != UNKNOWN && route.path.matcher(path).matches()) {
                return true;
            }
        }
        return false;
    }

    /** The path parameters, decoded; empty if the path is not this route's. */
    Optional<List<String>> parameters(String rawPath) {
        Matcher matcher = path.matcher(rawPath);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(IntStream.rangeClosed(1, matcher.groupCount())
                .mapToObj(matcher::group)
                .map(Route::decode)
                .toList());
    }

    private static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
