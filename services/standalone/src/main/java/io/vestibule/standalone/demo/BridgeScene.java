package io.vestibule.standalone.demo;

import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.testkit.appservice.AppserviceRequest;
import io.vestibule.testkit.appservice.ScriptedAppservice;
import io.vestibule.testkit.appservice.TransactionChecker;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.InviteEnvelope;
import java.time.Duration;
import java.util.List;

/** An application service on real HTTP gets its transactions. */
final class BridgeScene {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private BridgeScene() {}

    static void play(Take take) throws Exception {
        ScriptedAppservice bridge = take.stage().bridge();
        UserId ghost = take.stage().user("bridge_gus");
        ScriptedRoom room = take.room("11", "Bridge");
        take.invite(
                take.cast().good(),
                "gwen",
                room,
                ghost,
                InviteEnvelope.via(take.cast().good()));
        hears(take, room, 1);
        CommandOutcome outcome = take.accept(room, ghost);
        take.expect(outcome, OutcomeType.JOINED);
        hears(take, room, 2);
        List<String> problems = TransactionChecker.problems(bridge.hsToken(), bridge.requests());
        take.expect(problems.isEmpty(), "the transactions are not as they should be: " + problems);
        List<String> heard =
                transactions(take, room).stream().map(BridgeScene::membership).toList();
        take.expect(heard.equals(List.of("invite", "join")), "the bridge heard " + heard);
    }

    private static void hears(Take take, ScriptedRoom room, int transactions) throws InterruptedException {
        long start = System.nanoTime();
        while (transactions(take, room).size() < transactions) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                take.complain("the bridge got no transaction within " + PATIENCE.toSeconds() + " s");
                return;
            }
            Thread.sleep(LOOK_EVERY);
        }
        AppserviceRequest last = transactions(take, room).getLast();
        var unsigned = last.events().getFirst().getJsonObject("unsigned");
        var state = unsigned.getJsonArray("invite_room_state");
        take.say("the bridge gets PUT %s: %s%s"
                .formatted(
                        last.path(),
                        membership(last),
                        state == null ? "" : ", with %d entries of invite_room_state".formatted(state.size())));
    }

    private static List<AppserviceRequest> transactions(Take take, ScriptedRoom room) {
        return take.stage().bridge().taken().stream()
                .filter(request -> request.body().contains(room.id().value()))
                .toList();
    }

    private static String membership(AppserviceRequest transaction) {
        return transaction.events().getFirst().getJsonObject("content").getString("membership");
    }
}
