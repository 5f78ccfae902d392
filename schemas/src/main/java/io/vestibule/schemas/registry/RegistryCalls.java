package io.vestibule.schemas.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Requests to a list of registry URLs, with retries. Thread-safe.
 *
 * <p>A URL that refuses connections is passed over at once; only when all of them refuse is there a wait. Any other failure
 * that may pass is tried again at the same URL and then, once round the list, at the next ones. The URL that answered stays
 * the first.
 */
final class RegistryCalls implements AutoCloseable {

    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private final HttpClient client;
    private final List<BaseUrl> urls;
    private final Options options;
    private final AtomicInteger current = new AtomicInteger();

    /**
     * A registry's root.
     *
     * @param root without a slash at the end
     * @param credentials headers for this URL
     */
    record BaseUrl(String root, Credentials credentials) {}

    /**
     * @param readTimeout of each try
     * @param headers further headers of every request
     * @param backoff between tries
     */
    record Options(Duration readTimeout, Map<String, String> headers, Backoff backoff) {}

    /** What one URL came to after its tries. */
    private sealed interface Tried {
        record Answered(byte[] body) implements Tried {}

        record Failed(KafkaException failure, boolean refused) implements Tried {}
    }

    RegistryCalls(HttpClient client, List<BaseUrl> urls, Options options) {
        this.client = client;
        this.urls = List.copyOf(urls);
        this.options = options;
    }

    byte[] get(String path) {
        return call("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    byte[] post(String path, byte[] body) {
        return call("POST", path, HttpRequest.BodyPublishers.ofByteArray(body));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private byte[] call(String method, String path, HttpRequest.BodyPublisher body) {
        try {
            for (int round = 0; ; round++) {
                Tried tried = oneRound(method, path, body);
                switch (tried) {
                    case Tried.Answered answered -> {
                        return answered.body();
                    }
                    case Tried.Failed failed -> {
                        if (!failed.refused() || round >= options.backoff().retries()) {
                            throw failed.failure();
                        }
                        options.backoff().pause(round);
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    private Tried oneRound(String method, String path, HttpRequest.BodyPublisher body) throws InterruptedException {
        int first = current.get();
        boolean allRefused = true;
        KafkaException last = null;
        for (int i = 0; i < urls.size(); i++) {
            int index = (first + i) % urls.size();
            switch (oneUrl(urls.get(index), method, path, body)) {
                case Tried.Answered answered -> {
                    current.set(index);
                    return answered;
                }
                case Tried.Failed failed -> {
                    allRefused &= failed.refused();
                    last = last == null || !failed.refused() ? failed.failure() : last;
                }
            }
        }
        return new Tried.Failed(last == null ? new KafkaException("no registry URL") : last, allRefused);
    }

    private Tried oneUrl(BaseUrl url, String method, String path, HttpRequest.BodyPublisher body)
            throws InterruptedException {
        String name = method + " " + url.root() + path;
        HttpRequest request = request(url, method, path, body);
        for (int tries = 0; ; tries++) {
            KafkaException failure;
            try {
                HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
                int status = response.statusCode();
                if (status == 200 || status == 207 || status == 204) {
                    return new Tried.Answered(response.body());
                }
                failure = RegistryErrors.of(name, status, response.body());
                if (!RegistryErrors.retried(status)) {
                    throw failure;
                }
            } catch (ConnectException refused) {
                return new Tried.Failed(RegistryErrors.of(name, refused), true);
            } catch (IOException broken) {
                failure = RegistryErrors.of(name, broken);
            }
            if (tries >= options.backoff().retries()) {
                return new Tried.Failed(failure, false);
            }
            options.backoff().pause(tries);
        }
    }

    private HttpRequest request(BaseUrl url, String method, String path, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.root() + path))
                .timeout(options.readTimeout())
                .method(method, body)
                .setHeader("Content-Type", CONTENT_TYPE)
                .setHeader("Confluent-Accept-Unknown-Properties", "true");
        options.headers().forEach(request::setHeader);
        url.credentials().headers().forEach(request::setHeader);
        return request.build();
    }
}
