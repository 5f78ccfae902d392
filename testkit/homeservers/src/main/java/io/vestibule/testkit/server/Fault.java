package io.vestibule.testkit.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What a server does with one request instead of answering it properly; {@link Healthy} is no fault. */
public sealed interface Fault {

    /** Answers as a real server does. */
    record Healthy() implements Fault {}

    /** Takes the request and never answers; nothing is done. */
    record Hang() implements Fault {}

    /** Closes the connection without an answer; nothing is done. */
    record Disconnect() implements Fault {}

    /** Does what was asked, and never says so. */
    record ObeyAndHang() implements Fault {}

    /** Answers properly, one byte at a time. */
    record Drip(Duration pause) implements Fault {}

    /** Answers with that status and body; nothing is done. */
    record Reply(int status, String body) implements Fault {}

    /** Sends the asker to the same place again, for ever. */
    record Redirect() implements Fault {}

    /** Answers 200 and begins a JSON object that has so many bytes. */
    record Flood(long bytes) implements Fault {}

    /** Waits before it goes on with another behaviour. */
    record After(Duration delay, Fault then) implements Fault {}

    /** Waits until the test lets it go on with another behaviour. */
    record HeldBack(CompletableFuture<?> released, Fault then) implements Fault {}

    /** Answers a make request with a template that must not be signed. */
    record BadTemplate(TemplateFlaw flaw) implements Fault {}

    /** Answers a send_join request with a room that must not be imported as it is. */
    record BadJoin(JoinFlaw flaw) implements Fault {}

    /** Answers an invite with an event that nobody may take. */
    record BadInvite(InviteFlaw flaw) implements Fault {}

    static Fault badInvite(InviteFlaw flaw) {
        return new BadInvite(flaw);
    }

    static Fault healthy() {
        return new Healthy();
    }

    static Fault hang() {
        return new Hang();
    }

    static Fault disconnect() {
        return new Disconnect();
    }

    static Fault obeyAndHang() {
        return new ObeyAndHang();
    }

    static Fault drip(Duration pause) {
        return new Drip(pause);
    }

    static Fault redirect() {
        return new Redirect();
    }

    static Fault flood(long bytes) {
        return new Flood(bytes);
    }

    static Fault after(Duration delay) {
        return new After(delay, new Healthy());
    }

    static Fault heldBack(CompletableFuture<?> released) {
        return new HeldBack(released, new Healthy());
    }

    static Fault badTemplate(TemplateFlaw flaw) {
        return new BadTemplate(flaw);
    }

    static Fault badJoin(JoinFlaw flaw) {
        return new BadJoin(flaw);
    }

    static Fault reply(int status, String body) {
        return new Reply(status, body);
    }

    /** @return an error body with that code */
    static Fault error(int status, String errcode) {
        return new Reply(status, "{\"errcode\":\"%s\",\"error\":\"as scripted\"}".formatted(errcode));
    }

    /** @return the one error that ends a walk */
    static Fault forbidden() {
        return error(403, "M_FORBIDDEN");
    }

    static Fault notFound() {
        return error(404, "M_NOT_FOUND");
    }

    /** @return what a server says that does not know the endpoint */
    static Fault unrecognised() {
        return error(404, "M_UNRECOGNIZED");
    }

    static Fault serverError() {
        return new Reply(500, "<html>Internal Server Error</html>");
    }

    static Fault rateLimited(Duration retryAfter) {
        String body = "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"as scripted\",\"retry_after_ms\":%d}";
        return new Reply(429, body.formatted(retryAfter.toMillis()));
    }
}
