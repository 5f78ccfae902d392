package io.vestibule.console.api;

import io.vestibule.kit.config.ConsoleConfig;
import io.vestibule.kit.http.BearerToken;
import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.kit.http.HttpRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may use the console. Without tokens it is for this machine alone, and then a foreign page in a browser of this machine
 * must not use it either: neither under a name of its own that it lets point here, nor by posting what a form can post.
 *
 * @param config who may use it
 * @param isLoopback whether it listens for this machine alone
 */
record Access(ConsoleConfig.Access config, boolean isLoopback) {

    private static final Pattern LOCAL = Pattern.compile("(?i)(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");
    private static final String JSON = "application/json";

    /** What became of a request at the door. */
    sealed interface Entry {

        /**
         * Come in.
         *
         * @param tokenOf whose token was shown, empty where none was
         */
        record Granted(Optional<String> tokenOf) implements Entry {}

        /** Stay out. */
        record Refused(HttpAnswer answer) implements Entry {}
    }

    Entry check(HttpRequest request) {
        if (isLoopback
                && !config.isRequired()
                && request.header("Host").filter(this::isLocal).isEmpty()) {
            return refused(
                    403, "M_FORBIDDEN", "Without tokens the console answers under the names of this machine only");
        }
        if (request.method().equals("POST") && !isOfOurPage(request)) {
            return refused(403, "M_FORBIDDEN", "Another site's page may not send commands");
        }
        if (request.method().equals("POST") && !isJson(request)) {
            return refused(415, "M_NOT_JSON", "The body must be sent as application/json");
        }
        Optional<BearerToken> sent = BearerToken.of(request);
        Optional<String> whose = sent.flatMap(token -> config.tokens().stream()
                .filter(known -> token.is(known.secret()))
                .map(ConsoleConfig.Token::name)
                .findFirst());
        if (whose.isEmpty() && (config.isRequired() || sent.isPresent())) {
            return refused(
                    401,
                    sent.isPresent() ? "M_UNKNOWN_TOKEN" : "M_MISSING_TOKEN",
                    "A token of console.tokens is needed, as Authorization: Bearer …");
        }
        return new Entry.Granted(whose);
    }

    private boolean isLocal(String host) {
        return LOCAL.matcher(host).matches();
    }

    private static boolean isOfOurPage(HttpRequest request) {
        Optional<String> origin = request.header("Origin");
        return origin.isEmpty()
                || authority(origin.get()).equals(request.header("Host").map(Access::lower));
    }

    private static Optional<String> authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority()).map(Access::lower);
        } catch (IllegalArgumentException opaque) {
            return Optional.empty();
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static boolean isJson(HttpRequest request) {
        return request.header("Content-Type")
                .map(Access::lower)
                .filter(type -> type.equals(JSON) || type.startsWith(JSON + ";"))
                .isPresent();
    }

    private static Entry refused(int status, String errcode, String message) {
        HttpAnswer answer = HttpAnswer.error(status, errcode, message);
        return new Entry.Refused(status == 401 ? answer.withHeader("WWW-Authenticate", "Bearer") : answer);
    }
}
