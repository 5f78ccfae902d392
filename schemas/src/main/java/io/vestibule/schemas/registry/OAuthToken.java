package io.vestibule.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;

/** A token by the client-credentials grant (RFC 6749 section 4.4), fetched again shortly before it expires. Thread-safe. */
final class OAuthToken {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long UNNAMED_LIFE_SECONDS = 300;

    private final HttpClient client;
    private final HttpRequest request;
    private final long bufferSeconds;
    private final LongSupplier nanoTime;
    private String token = "";
    private long refreshAt;

    private OAuthToken(HttpClient client, HttpRequest request, long bufferSeconds, LongSupplier nanoTime) {
        this.client = client;
        this.request = request;
        this.bufferSeconds = bufferSeconds;
        this.nanoTime = nanoTime;
    }

    static OAuthToken of(RegistrySettings settings) {
        String why = "bearer.auth.credentials.source is OAUTHBEARER";
        String user = settings.required("bearer.auth.client.id", why) + ":"
                + settings.required("bearer.auth.client.secret", why);
        String form = "grant_type=client_credentials"
                + settings.text("bearer.auth.scope")
                        .map(scope -> "&scope=" + URLEncoder.encode(scope, UTF_8))
                        .orElse("");
        Duration timeout = Duration.ofMillis(settings.number("http.read.timeout.ms", 60_000, 1));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(settings.required("bearer.auth.issuer.endpoint.url", why)))
                .timeout(timeout)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        int buffer = settings.number("bearer.auth.cache.expiry.buffer.seconds", 300, 0);
        return new OAuthToken(RegistryHttpClient.of(settings, "ssl."), request, buffer, System::nanoTime);
    }

    /** @throws AuthenticationException if the token endpoint gives none */
    synchronized String value() {
        if (token.isEmpty() || nanoTime.getAsLong() - refreshAt >= 0) {
            fetch();
        }
        return token;
    }

    private void fetch() {
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            JsonNode answer = response.statusCode() == 200 ? JSON.readTree(response.body()) : JSON.createObjectNode();
            String fresh = answer.path("access_token").asText();
            if (fresh.isEmpty()) {
                throw new AuthenticationException(
                        request.uri() + " answered " + response.statusCode() + " and no access_token");
            }
            long life = answer.path("expires_in").asLong(UNNAMED_LIFE_SECONDS);
            token = fresh;
            refreshAt = nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(Math.max(life / 2, life - bufferSeconds));
        } catch (IOException failure) {
            throw RegistryErrors.of("POST " + request.uri(), failure);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }
}
