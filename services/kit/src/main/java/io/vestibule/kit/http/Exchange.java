package io.vestibule.kit.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vestibule.kit.metrics.Limit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request from its head to the end of its answer. Lives on the event loop of its connection. */
final class Exchange {

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    /** How long a caller may go on sending a body that was refused, so that it can read the answer. */
    private static final long LINGER_MS = 2_000;

    /** How many bytes are set aside for a body because its head says so. */
    private static final int MOST_ON_TRUST = 4096;

    private static final byte[] NO_BODY = {};

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final ListenOptions options;
    private final HttpHandler handler;
    private final HttpServerRequest request;
    private final Consumer<Limit> limits;
    private final Context context;
    private @Nullable Buffer body;
    private long declared;
    private long timer = NO_TIMER;
    private boolean answered;
    private boolean ended;
    private @Nullable HttpStream stream;

    Exchange(
            Vertx vertx,
            ListenOptions options,
            HttpHandler handler,
            HttpServerRequest request,
            Consumer<Limit> limits) {
        this.vertx = vertx;
        this.options = options;
        this.handler = handler;
        this.request = request;
        this.limits = limits;
        this.context = vertx.getOrCreateContext();
    }

    /** Runs once, when the answer has left or the connection is gone. */
    void onEnd(Runnable action) {
        request.response().closeHandler(gone -> end(action)).endHandler(done -> end(action));
    }

    private void end(Runnable action) {
        if (!ended) {
            ended = true;
            action.run();
            if (stream != null) {
                stream.gone();
            }
        }
    }

    /** Reads the body within its bounds, then calls the handler. */
    void begin() {
        declared = declaredLength();
        if (declared > options.bounds().maxRequestSize()) {
            exceed(Limit.REQUEST_SIZE, tooLarge());
            return;
        }
        timer = vertx.setTimer(options.timeouts().body().toMillis(), late -> exceed(Limit.BODY_TIME, tooSlow()));
        request.handler(this::append).endHandler(done -> complete()).exceptionHandler(failure -> stopTimer());
    }

    private long declaredLength() {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private void append(Buffer chunk) {
        if (answered) {
            return;
        }
        Buffer before = body;
        if (chunk.length() + (before == null ? 0 : before.length())
                > options.bounds().maxRequestSize()) {
            exceed(Limit.REQUEST_SIZE, tooLarge());
        } else if (before == null && chunk.length() == declared) {
            // The whole of it, as nearly always, which need not be put together.
            body = chunk;
        } else {
            body = (before == null ? roomForBody() : before).appendBuffer(chunk);
        }
    }

    private void complete() {
        stopTimer();
        if (!answered) {
            answered = true;
            call().whenComplete((answer, failure) -> context.runOnContext(on -> write(orFault(answer, failure))));
        }
    }

    private CompletionStage<HttpAnswer> call() {
        nameTheHost();
        HttpRequest whole = new HttpRequest(
                request.method().name(), originForm(request.uri()), request.headers()::getAll, wholeBody());
        try {
            return handler.handle(whole);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Buffer roomForBody() {
        return Buffer.buffer((int) Math.clamp(declared, 0, MOST_ON_TRUST));
    }

    private byte[] wholeBody() {
        Buffer all = body;
        return all == null ? NO_BODY : all.getBytes();
    }

    /** HTTP/2 tells the host apart from the headers (RFC 9113, 8.3.1). */
    private void nameTheHost() {
        HostAndPort asked = request.version() == HttpVersion.HTTP_2 ? request.authority() : null;
        if (asked != null && !request.headers().contains("Host")) {
            request.headers().set("Host", asked.toString());
        }
    }

    private static HttpAnswer orFault(@Nullable HttpAnswer answer, @Nullable Throwable failure) {
        if (answer != null) {
            return answer;
        }
        log.atError().setCause(failure).log("a request could not be handled");
        return HttpAnswer.error(500, "M_UNKNOWN", "Internal server error");
    }

    private void exceed(Limit limit, HttpAnswer answer) {
        if (!answered) {
            limits.accept(limit);
            refuse(answer);
        }
    }

    /** Answers without the body having been read to its end; what still comes is thrown away for a while. */
    void refuse(HttpAnswer answer) {
        if (answered) {
            return;
        }
        answered = true;
        stopTimer();
        request.handler(ignored -> {}).endHandler(done -> {}).exceptionHandler(failure -> {});
        if (request.version() != HttpVersion.HTTP_2 && !request.isEnded()) {
            request.response().putHeader("Connection", "close");
            vertx.setTimer(LINGER_MS, late -> request.connection().close());
        }
        write(answer);
    }

    private void write(HttpAnswer answer) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        HttpStream streamed = answer.stream();
        if (streamed == null) {
            response.end(Buffer.buffer(answer.body()));
        } else {
            stream = streamed;
            response.setChunked(true).writeHead();
            streamed.opened(new ResponseOutlet(context, response));
        }
    }

    /** Touches the response on its own event loop only. */
    private static final class ResponseOutlet implements HttpStream.Outlet {
        private final Context context;
        private final HttpServerResponse response;
        private volatile boolean keepsUp = true;

        ResponseOutlet(Context context, HttpServerResponse response) {
            this.context = context;
            this.response = response;
        }

        @Override
        public boolean write(byte[] part) {
            context.runOnContext(on -> {
                if (isOpen()) {
                    response.write(Buffer.buffer(part));
                    keepsUp = !response.writeQueueFull();
                }
            });
            return keepsUp;
        }

        @Override
        public void end() {
            context.runOnContext(on -> {
                if (isOpen()) {
                    response.end();
                }
            });
        }

        private boolean isOpen() {
            return !response.ended() && !response.closed();
        }
    }

    private void stopTimer() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    /** A proxy may send the absolute form; X-Matrix signs what follows the authority. */
    private static String originForm(String uri) {
        if (uri.startsWith("/")) {
            return uri;
        }
        int scheme = uri.indexOf("://");
        int path = scheme < 0 ? -1 : uri.indexOf('/', scheme + 3);
        return path < 0 ? uri : uri.substring(path);
    }

    private static HttpAnswer tooLarge() {
        return HttpAnswer.error(413, "M_TOO_LARGE", "The request body is too large");
    }

    private static HttpAnswer tooSlow() {
        return HttpAnswer.error(408, "M_UNKNOWN", "The request body did not arrive in time");
    }
}
