package io.vestibule.testkit.appservice;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says what is wrong with transactions, by the Application Service API and MSC2375 alone. Remembers which bytes each
 * transaction ID has named, and in which transaction each event has come. Not thread-safe.
 */
public final class TransactionChecker {

    private static final Set<String> EVENT =
            Set.of("content", "event_id", "origin_server_ts", "room_id", "sender", "state_key", "type", "unsigned");
    private static final Set<String> STRIPPED = Set.of("content", "sender", "state_key", "type");

    private final String hsToken;
    private final Map<String, String> bodies = new HashMap<>();
    private final Map<String, String> transactionOf = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** @param hsToken with which requests must come */
    public TransactionChecker(String hsToken) {
        this.hsToken = hsToken;
    }

    /** @return what is wrong with these requests, taken in their order; empty for nothing */
    public static List<String> problems(String hsToken, List<AppserviceRequest> requests) {
        TransactionChecker checker = new TransactionChecker(hsToken);
        requests.stream().filter(AppserviceRequest::isTransaction).forEach(checker::check);
        return List.copyOf(checker.problems);
    }

    private void check(AppserviceRequest request) {
        expect(request.method().equals("PUT"), "the method is " + request.method());
        boolean present = request.path().matches("/_matrix/app/v1/transactions/[A-Za-z0-9._~-]+");
        boolean legacy = request.path().matches("/transactions/[A-Za-z0-9._~-]+");
        expect(present || legacy, "the path is " + request.path());
        expect(legacy || request.query().isEmpty(), "there is a query on the present path");
        expect(("Bearer " + hsToken).equals(request.headers().get("authorization")), "the token is wrong or missing");
        expect(
                "application/json".equals(request.headers().get("content-type")),
                "the content type is " + request.headers().get("content-type"));
        String before = bodies.putIfAbsent(request.subject(), request.body());
        expect(before == null || before.equals(request.body()), request.subject() + " names other bytes than before");
        try {
            body(new JsonObject(request.body()));
            request.eventIds().forEach(event -> {
                String first = transactionOf.putIfAbsent(event, request.subject());
                expect(first == null || first.equals(request.subject()), event + " comes in another transaction");
            });
        } catch (DecodeException noJson) {
            problems.add("the body is no JSON object");
        }
    }

    private void body(JsonObject body) {
        keys("the body", body, Set.of("events"));
        JsonArray events = body.getJsonArray("events", new JsonArray());
        expect(!events.isEmpty(), "there is no event");
        for (int i = 0; i < events.size(); i++) {
            event(events.getJsonObject(i));
        }
    }

    private void event(JsonObject event) {
        keys("the event", event, EVENT);
        for (String text : List.of("event_id", "room_id", "sender", "state_key", "type")) {
            expect(event.getValue(text) instanceof String, text + " is no text");
        }
        expect(event.getValue("origin_server_ts") instanceof Number, "origin_server_ts is no number");
        JsonObject unsigned = event.getJsonObject("unsigned", new JsonObject());
        expect(unsigned.getValue("age") instanceof Number, "unsigned.age is no number");
        boolean invite =
                "invite".equals(event.getJsonObject("content", new JsonObject()).getString("membership"));
        keys("unsigned", unsigned, invite ? Set.of("age", "invite_room_state") : Set.of("age"));
        JsonArray state = unsigned.getJsonArray("invite_room_state", new JsonArray());
        boolean created = !invite;
        for (int i = 0; i < state.size(); i++) {
            JsonObject entry = state.getJsonObject(i);
            keys("an entry of invite_room_state", entry, STRIPPED);
            created |= "m.room.create".equals(entry.getString("type"));
        }
        expect(created, "invite_room_state has no create event");
    }

    private void keys(String where, JsonObject object, Set<String> wanted) {
        Set<String> more = new TreeSet<>(object.fieldNames());
        more.removeAll(wanted);
        expect(more.isEmpty(), where + " has " + more + " too");
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(object.fieldNames());
        expect(missing.isEmpty(), where + " lacks " + missing);
    }

    private void expect(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
