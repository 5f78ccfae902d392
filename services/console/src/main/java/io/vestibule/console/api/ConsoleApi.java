package io.vestibule.console.api;

import io.vestibule.console.board.Boards;
import io.vestibule.console.board.InviteBoard;
import io.vestibule.console.board.InviteRow;
import io.vestibule.console.command.BadRequest;
import io.vestibule.console.command.CommandDesk;
import io.vestibule.kit.config.ConsoleConfig;
import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.operator.DeadLetterPlace;
import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.catalog.RoomUserKey;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What each route answers. Thread-safe. */
public final class ConsoleApi implements AutoCloseable {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final long CATCHING_UP_MS = 5_000;
    private static final int MOST_SKIPPED = 1_000_000;
    private static final InstantSource CLOCK = InstantSource.system();

    private final Resources resources;
    private final TopologyClient topology;
    private final WorkersNow workers;
    private final Timeline timeline;
    private final EventHub hub;

    /**
     * @param resources what is opened when it is needed
     * @param topology to be asked what it knows
     * @param workers to be asked whom they are asking
     * @param topicPrefix of the deployment
     */
    public ConsoleApi(Resources resources, TopologyClient topology, WorkersNow workers, String topicPrefix) {
        this.resources = resources;
        this.topology = topology;
        this.workers = workers;
        this.timeline = new Timeline(topicPrefix);
        this.hub = new EventHub(this::overview);
        hub.begin();
    }

    /**
     * @param access who may use it
     * @param isLoopback whether it listens for this machine alone
     * @param threads routes run there
     * @return the handler of everything that the console serves
     */
    public ConsoleRoutes routes(
            ConsoleConfig.Access access, boolean isLoopback, ExecutorService threads, Metrics metrics) {
        metrics.gauge(Metric.CONSOLE_WATCHERS, hub::watchers);
        List<Route> routes = List.of(
                new Route("GET", "/api/v1/overview", call -> HttpAnswer.json(OK, overviewFor(call))),
                new Route("GET", "/api/v1/counts", this::counts),
                new Route("GET", "/api/v1/invites", this::invites),
                new Route("GET", "/api/v1/invites/{room}/{user}", this::invite),
                new Route("GET", "/api/v1/invites/{room}/{user}/history", this::history),
                new Route("GET", "/api/v1/work", this::work),
                new Route("GET", "/api/v1/work/agenda", this::agenda),
                new Route("GET", "/api/v1/servers", this::servers),
                new Route("GET", "/api/v1/topics", this::topics),
                new Route("GET", "/api/v1/dead-letters", this::deadLetters),
                new Route("POST", "/api/v1/dead-letters/{letter}/replay", this::replay),
                new Route("POST", "/api/v1/commands", this::command),
                new Route("POST", "/api/v1/users/{user}/forget", this::forget),
                new Route("GET", "/api/v1/users/{user}/forget", this::forgetting),
                new Route("GET", "/api/v1/events", this::events));
        return new ConsoleRoutes(new Access(access, isLoopback), routes, threads, metrics);
    }

    /** Hears whose invite has changed. */
    public void changed(RoomUserKey key) {
        hub.changed(key);
    }

    @Override
    public void close() {
        hub.close();
    }

    private byte[] overview() {
        try {
            return Overview.of(resources.boards(), workers, CLOCK);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return new byte[] {'{', '}'};
        }
    }

    private byte[] overviewFor(Route.Call call) throws BadRequest, InterruptedException {
        Query.of(call.request(), Set.of());
        return Overview.of(caughtUp(), workers, CLOCK);
    }

    /** The boards, after a wait for what was there when they were opened. */
    private Boards caughtUp() throws InterruptedException {
        Boards boards = resources.boards();
        boards.isCaughtUp(CATCHING_UP_MS);
        return boards;
    }

    private HttpAnswer counts(Route.Call call) throws BadRequest, InterruptedException {
        Query.of(call.request(), Set.of());
        Boards boards = caughtUp();
        JsonWriter json = new JsonWriter().beginObject();
        Overview.counts(boards, json);
        return ok(quality(boards, json).endObject());
    }

    private static JsonWriter quality(Boards boards, JsonWriter json) throws InterruptedException {
        return json.field("complete", boards.invites().isWhole())
                .field("caught_up", boards.isCaughtUp(0))
                .field("at", CLOCK.instant().toString());
    }

    private HttpAnswer invites(Route.Call call) throws BadRequest, InterruptedException {
        Query query = Query.of(call.request(), Set.of("user", "room", "state", "pending", "search", "limit", "after"));
        Predicate<InviteRow> wanted = wanted(query);
        Optional<String> cursor = query.text("after");
        @Nullable InviteRow after = cursor.isPresent() ? Cursor.read(cursor.get()) : null;
        int limit = query.limit();
        Boards boards = caughtUp();
        InviteBoard.Page page = boards.invites().list(wanted, after, limit);
        JsonWriter json = new JsonWriter().beginObject().name("items").beginArray();
        page.rows().forEach(row -> row.writeTo(json));
        json.endArray();
        InviteRow next = page.next();
        if (next != null) {
            json.field("next", Cursor.after(next));
        }
        return ok(quality(boards, json).endObject());
    }

    private static Predicate<InviteRow> wanted(Query query) throws BadRequest {
        Predicate<InviteRow> wanted = row -> true;
        Optional<String> user = query.text("user");
        if (user.isPresent()) {
            UserId id = user(user.get());
            wanted = wanted.and(row -> row.user().equals(id.value()));
        }
        Optional<String> room = query.text("room");
        if (room.isPresent()) {
            RoomId id = room(room.get());
            wanted = wanted.and(row -> row.room().equals(id.value()));
        }
        Optional<String> state = query.text("state");
        if (state.isPresent()) {
            InviteStateType type = state(state.get());
            wanted = wanted.and(row -> row.state() == type);
        }
        Optional<String> pending = query.text("pending");
        if (pending.isPresent()) {
            boolean open = flag("pending", pending.get());
            wanted = wanted.and(row -> row.isPending() == open);
        }
        Optional<String> search = query.text("search").map(text -> text.toLowerCase(Locale.ROOT));
        return search.isEmpty() ? wanted : wanted.and(row -> isFound(row, search.get()));
    }

    private static boolean isFound(InviteRow row, String text) {
        return row.user().toLowerCase(Locale.ROOT).contains(text)
                || row.room().toLowerCase(Locale.ROOT).contains(text)
                || row.sender().toLowerCase(Locale.ROOT).contains(text)
                || row.roomName().toLowerCase(Locale.ROOT).contains(text);
    }

    private HttpAnswer invite(Route.Call call) throws BadRequest {
        Query.of(call.request(), Set.of());
        return topology.invite(
                room(call.variables().getFirst()), user(call.variables().getLast()));
    }

    private HttpAnswer history(Route.Call call) throws BadRequest, InterruptedException {
        Query query = Query.of(call.request(), Set.of("limit", "after"));
        RoomId room = room(call.variables().getFirst());
        UserId user = user(call.variables().getLast());
        int after = query.number("after", 0, MOST_SKIPPED, 0);
        return ok(timeline.of(resources.boards().reader(), room, user, after, query.limit()));
    }

    private HttpAnswer work(Route.Call call) throws BadRequest, InterruptedException {
        int limit = Query.of(call.request(), Set.of("limit")).limit();
        Boards boards = caughtUp();
        JsonWriter json =
                new JsonWriter().beginObject().field("count", boards.work().size());
        Overview.inFlight(boards, workers, limit, json.name("items"));
        return ok(json.endObject());
    }

    private HttpAnswer agenda(Route.Call call) throws BadRequest {
        return topology.work(Query.of(call.request(), Set.of("limit")).limit());
    }

    private HttpAnswer servers(Route.Call call) throws BadRequest, InterruptedException {
        int limit = Query.of(call.request(), Set.of("limit")).limit();
        JsonWriter json = new JsonWriter().beginObject().name("items");
        caughtUp().servers().writeTo(json, limit);
        return ok(json.endObject());
    }

    private HttpAnswer topics(Route.Call call) throws BadRequest {
        Query.of(call.request(), Set.of());
        JsonWriter json = new JsonWriter().beginObject().name("items");
        resources.boards().topics().writeTo(json);
        return ok(json.endObject());
    }

    private HttpAnswer deadLetters(Route.Call call) throws BadRequest, InterruptedException {
        int limit = Query.of(call.request(), Set.of("limit")).limit();
        Boards boards = caughtUp();
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("count", boards.letters().count())
                .name("items");
        boards.letters().writeTo(json, limit);
        return ok(json.endObject());
    }

    private HttpAnswer replay(Route.Call call) throws BadRequest, ExecutionException, InterruptedException {
        DeadLetterPlace place = DeadLetterPlace.parse(call.variables().getFirst())
                .orElseThrow(() -> invalid("a dead letter's name looks like 3-17"));
        return resources
                .desk()
                .replay(resources.boards().reader(), place, call.request().body(), call.tokenOf())
                .map(ConsoleApi::replied)
                .orElseGet(
                        () -> HttpAnswer.error(404, "M_NOT_FOUND", "There is no dead letter " + place + " (any more)"));
    }

    private HttpAnswer command(Route.Call call) throws BadRequest, ExecutionException, InterruptedException {
        return replied(resources.desk().send(call.request().body(), call.tokenOf()));
    }

    private HttpAnswer forget(Route.Call call) throws BadRequest, ExecutionException, InterruptedException {
        UserId user = user(call.variables().getFirst());
        return replied(resources.forgets().forget(user, call.request().body(), call.tokenOf()));
    }

    private HttpAnswer forgetting(Route.Call call) throws BadRequest, ExecutionException, InterruptedException {
        Query.of(call.request(), Set.of());
        UserId user = user(call.variables().getFirst());
        return resources
                .forgets()
                .progress(user)
                .map(ConsoleApi::replied)
                .orElseGet(() -> HttpAnswer.error(
                        404,
                        "M_NOT_FOUND",
                        "Nobody has asked this console to forget " + user + ", or that was long ago"));
    }

    private static HttpAnswer replied(CommandDesk.Reply reply) {
        return HttpAnswer.json(reply.isSettled() ? OK : ACCEPTED, reply.json().toBytes());
    }

    private HttpAnswer events(Route.Call call) throws BadRequest {
        Query.of(call.request(), Set.of());
        resources.boards();
        return hub.watch();
    }

    private static HttpAnswer ok(JsonWriter json) {
        return HttpAnswer.json(OK, json.toBytes());
    }

    private static RoomId room(String text) throws BadRequest {
        return RoomId.parse(text)
                .orElseThrow(() -> invalid("\"" + text + "\" is no room ID, such as !abc:example.org"));
    }

    private static UserId user(String text) throws BadRequest {
        return UserId.parse(text)
                .orElseThrow(() -> invalid("\"" + text + "\" is no user ID, such as @bob:example.org"));
    }

    private static InviteStateType state(String text) throws BadRequest {
        return Arrays.stream(InviteStateType.values())
                .filter(type -> type.name().equals(text))
                .findFirst()
                .orElseThrow(() -> invalid(
                        "\"" + text + "\" is no state; states are " + Arrays.toString(InviteStateType.values())));
    }

    private static boolean flag(String name, String text) throws BadRequest {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid("\"" + name + "\" must be true or false");
        };
    }

    private static BadRequest invalid(String message) {
        return new BadRequest("M_INVALID_PARAM", message);
    }
}
