package io.vestibule.ingress.users;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.kit.log.LogKeys;
import io.vestibule.matrix.id.UserId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the appservice service whether a user exists whose ID an application service has to itself. Only its 404 says that
 * there is none; whatever else goes wrong says nothing, and the caller is to come back. Blocks for a bounded time.
 * Thread-safe.
 */
public final class UserQuery implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(UserQuery.class);
    private static final String PATH = "/_vestibule/appservice/v1/users/";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final URI service;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TIMEOUT)
            .build();

    /** @param service the appservice service, without a slash at the end */
    public UserQuery(URI service) {
        this.service = service;
    }

    Standing ask(UserId user) {
        String encoded = URLEncoder.encode(user.value(), UTF_8).replace("+", "%20");
        HttpRequest request = HttpRequest.newBuilder(URI.create(service + PATH + encoded))
                .timeout(TIMEOUT)
                .build();
        try {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            return switch (status) {
                case 200 -> Standing.TAKES_INVITES;
                case 404 -> Standing.UNKNOWN;
                default -> notNow(user, "it answered " + status);
            };
        } catch (IOException e) {
            return notNow(user, e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Standing.NOT_KNOWN_YET;
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static Standing notNow(UserId user, String reason) {
        log.atWarn()
                .addKeyValue(LogKeys.USER_ID, user)
                .addKeyValue(LogKeys.REASON, reason)
                .log("it could not be asked whether a user of an application service exists");
        return Standing.NOT_KNOWN_YET;
    }
}
