package io.vestibule.testkit.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request at a scripted homeserver: recorded, authenticated, and answered as the script says. On a virtual thread. */
final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private static final int FLOOD_CHUNK = 64 * 1024;

    private final ScriptedHomeserver homeserver;
    private final HttpServerRequest request;
    private final RecordedRequest recorded;

    Exchange(ScriptedHomeserver homeserver, HttpServerRequest request, Buffer body) {
        this.homeserver = homeserver;
        this.request = request;
        String path = request.path();
        Route route = Route.of(request.method().name(), path);
        String authorization = request.getHeader("Authorization");
        this.recorded = new RecordedRequest(
                homeserver.world().requests().nextNumber(),
                homeserver.name(),
                homeserver.nickname(),
                Instant.now(),
                route,
                request.uri(),
                route.parameters(path).orElse(List.of()),
                authorization == null ? "" : authorization,
                body);
    }

    void run() {
        homeserver.world().requests().add(recorded);
        try {
            act(homeserver.script().take(recorded.route()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException unexpected) {
            LOG.atWarn().addKeyValue("server", homeserver.nickname()).log("a scripted answer failed", unexpected);
            reply(Answer.error(500, "M_UNKNOWN", unexpected.toString()));
        }
    }

    private void act(Fault fault) throws InterruptedException, ExecutionException {
        switch (fault) {
            case Fault.Healthy healthy -> reply(honestAnswer());
            case Fault.Hang hang -> LOG.debug("hanging");
            case Fault.Disconnect disconnect -> request.connection().close();
            case Fault.ObeyAndHang obey -> honestAnswer();
            case Fault.Drip drip -> drip(honestAnswer(), drip.pause());
            case Fault.Reply reply -> reply(new Answer(reply.status(), Buffer.buffer(reply.body())));
            case Fault.Redirect redirect ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("Location", request.absoluteURI())
                        .end();
            case Fault.Flood flood -> flood(flood.bytes());
            case Fault.After after -> {
                Thread.sleep(after.delay());
                act(after.then());
            }
            case Fault.HeldBack held -> {
                held.released().get();
                act(held.then());
            }
            case Fault.BadTemplate bad -> reply(spoilt(bad.flaw()::spoil));
            case Fault.BadJoin bad -> reply(spoilt(bad.flaw()::spoil));
            case Fault.BadInvite bad -> reply(lying(bad.flaw()));
        }
    }

    private Answer honestAnswer() {
        if (recorded.route() == Route.UNKNOWN && Route.servesPath(request.path())) {
            return Answer.error(405, "M_UNRECOGNIZED", "Method not allowed");
        }
        if (recorded.route().isAuthenticated()) {
            Optional<String> flaw = authenticationFlaw();
            if (flaw.isPresent()) {
                return Answer.error(401, "M_UNAUTHORIZED", flaw.get());
            }
        }
        return homeserver.answer(recorded);
    }

    private Optional<String> authenticationFlaw() {
        try {
            JsonObject content = recorded.body().length() == 0 ? null : recorded.json();
            return XMatrix.check(recorded, request.method().name(), content, homeserver.world());
        } catch (DecodeException notJson) {
            return Optional.of("the body is not JSON");
        }
    }

    private Answer spoilt(UnaryOperator<JsonObject> spoil) {
        Answer honest = honestAnswer();
        return honest.status() == 200 ? Answer.ok(spoil.apply(new JsonObject(honest.body()))) : honest;
    }

    /** Version 1 answers with an array: the status again, and what the others answer (server-server API). */
    private Answer lying(InviteFlaw flaw) {
        if (recorded.route() != Route.INVITE_V1) {
            return spoilt(flaw::spoil);
        }
        Answer honest = honestAnswer();
        return honest.status() == 200
                ? Answer.ok(new JsonArray().add(200).add(flaw.spoil(new JsonArray(honest.body()).getJsonObject(1))))
                : honest;
    }

    private void reply(Answer answer) {
        HttpServerResponse response = request.response();
        if (!response.closed()) {
            response.setStatusCode(answer.status())
                    .putHeader("Content-Type", "application/json")
                    .end(answer.body());
        }
    }

    private void drip(Answer answer, Duration pause) throws InterruptedException {
        HttpServerResponse response = request.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", Integer.toString(answer.body().length()));
        for (int i = 0; i < answer.body().length() && !response.closed(); i++) {
            response.write(answer.body().slice(i, i + 1));
            Thread.sleep(pause);
        }
    }

    private void flood(long bytes) throws InterruptedException {
        HttpServerResponse response =
                request.response().setStatusCode(200).putHeader("Content-Type", "application/json");
        response.setChunked(request.version() != HttpVersion.HTTP_2);
        Buffer filling = Buffer.buffer("a".repeat(FLOOD_CHUNK));
        response.write(Buffer.buffer("{\"filling\":\""));
        for (long sent = 0; sent < bytes && !response.closed(); sent += FLOOD_CHUNK) {
            try {
                response.write(filling)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get();
            } catch (ExecutionException hungUp) {
                LOG.debug("the asker has had enough", hungUp);
                return;
            }
        }
        response.end();
    }
}
