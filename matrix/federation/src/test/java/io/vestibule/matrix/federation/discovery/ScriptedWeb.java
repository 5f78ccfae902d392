package io.vestibule.matrix.federation.discovery;

import io.vestibule.matrix.federation.Deadline;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A web whose resources are written down; every other host is unreachable. */
final class ScriptedWeb implements WellKnownTransport {

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    ScriptedWeb serves(String uri, int status, String body) {
        return serves(uri, status, body, null);
    }

    ScriptedWeb serves(String uri, int status, String body, @Nullable String cacheControl) {
        answers.put(uri, new Response(status, null, cacheControl, body.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    ScriptedWeb redirects(String uri, @Nullable String location) {
        answers.put(uri, new Response(302, location, null, new byte[0]));
        return this;
    }

    ScriptedWeb fails(String uri, Answer failure) {
        answers.put(uri, failure);
        return this;
    }

    void hold() {
        gate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
    }

    List<String> asked() {
        return asked;
    }

    @Override
    public Answer get(URI uri, int mostBytes, Deadline deadline) throws InterruptedException {
        asked.add(uri.toString());
        gate.await();
        return answers.getOrDefault(uri.toString(), new Unavailable("nobody at " + uri));
    }
}
