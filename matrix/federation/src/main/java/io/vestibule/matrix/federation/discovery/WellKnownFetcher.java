package io.vestibule.matrix.federation.discovery;

import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.dns.DnsName;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fetches {@code /.well-known/matrix/server} of a host, through redirects. Keeps nothing. */
final class WellKnownFetcher {

    static final int MOST_BYTES = 50 * 1024;
    static final int MOST_REDIRECTS = 10;

    private static final String PATH = "/.well-known/matrix/server";

    private final WellKnownTransport transport;
    private final int port;

    WellKnownFetcher(WellKnownTransport transport, int port) {
        this.transport = transport;
        this.port = port;
    }

    WellKnown fetch(DnsName host, Deadline deadline) throws InterruptedException {
        URI uri = URI.create("https://" + host + (port == 443 ? "" : ":" + port) + PATH);
        Set<URI> seen = new HashSet<>();
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            if (!seen.add(uri)) {
                return new WellKnown.Invalid("the redirects go round in circles at " + uri);
            }
            WellKnownTransport.Answer answer = transport.get(uri, MOST_BYTES, deadline);
            if (!(answer instanceof WellKnownTransport.Response response) || !isRedirect(response)) {
                return read(answer);
            }
            Optional<URI> next = follow(uri, response.location());
            if (next.isEmpty()) {
                return new WellKnown.Invalid("a redirect of " + uri + " does not lead to an https resource");
            }
            uri = next.get();
        }
        return new WellKnown.Invalid("more than " + MOST_REDIRECTS + " redirects");
    }

    private static boolean isRedirect(WellKnownTransport.Response response) {
        return switch (response.status()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static Optional<URI> follow(URI from, @Nullable String location) {
        if (location == null || location.isBlank()) {
            return Optional.empty();
        }
        try {
            URI to = from.resolve(new URI(location)).normalize();
            boolean plain =
                    "https".equalsIgnoreCase(to.getScheme()) && to.getHost() != null && to.getUserInfo() == null;
            return plain ? Optional.of(withoutFragment(to)) : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static URI withoutFragment(URI uri) {
        String text = uri.toString();
        int hash = text.indexOf('#');
        return hash < 0 ? uri : URI.create(text.substring(0, hash));
    }

    private static WellKnown read(WellKnownTransport.Answer answer) {
        return switch (answer) {
            case WellKnownTransport.Unavailable unavailable -> new WellKnown.Unavailable(unavailable.reason());
            case WellKnownTransport.TooLarge tooLarge -> new WellKnown.Invalid(tooLarge.reason());
            case WellKnownTransport.Response response -> read(response);
        };
    }

    private static WellKnown read(WellKnownTransport.Response response) {
        if (response.status() >= 500 || response.status() == 429) {
            return new WellKnown.Unavailable("HTTP status " + response.status());
        }
        if (response.status() != 200) {
            return new WellKnown.Invalid("HTTP status " + response.status());
        }
        return delegation(response.body())
                .<WellKnown>map(server -> new WellKnown.Delegated(server, maxAge(response.cacheControl())))
                .orElseGet(() -> new WellKnown.Invalid("m.server is not a server name"));
    }

    /** Any content type will do; what counts is that the body is a JSON object with a server name. */
    private static Optional<ServerName> delegation(byte[] body) {
        try {
            return JsonObject.parse(body, JsonRules.LENIENT).string("m.server").flatMap(ServerName::parse);
        } catch (InvalidJsonException notJson) {
            return Optional.empty();
        }
    }

    /** How long a {@code Cache-Control} header lets an answer be kept; null if it does not say. */
    static @Nullable Duration maxAge(@Nullable String cacheControl) {
        if (cacheControl == null) {
            return null;
        }
        @Nullable Duration age = null;
        for (String part : cacheControl.toLowerCase(Locale.ROOT).split(",", -1)) {
            String directive = part.strip();
            if (directive.equals("no-store") || directive.equals("no-cache")) {
                return Duration.ZERO;
            }
            if (directive.startsWith("max-age=")) {
                age = seconds(directive.substring("max-age=".length()));
            }
        }
        return age;
    }

    private static @Nullable Duration seconds(String text) {
        String digits = text.replace("\"", "").strip();
        boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            return null;
        }
        return digits.length() > 9 ? Duration.ofDays(365) : Duration.ofSeconds(Long.parseLong(digits));
    }
}
