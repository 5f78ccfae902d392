package io.vestibule.standalone.demo;

import io.vestibule.client.TopicReader;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.InviteExchange;
import io.vestibule.testkit.server.InviteForm;
import java.util.List;
import java.util.Optional;

/** The scenes, in the order in which they are played. */
final class Scenes {

    private Scenes() {}

    static List<Scene> all() {
        return List.of(
                new Scene(
                        "Alice invites Bob and goes offline; Bob joins through the first honest server", Scenes::join),
                new Scene("Carol rejects while the inviter's server is gone", Scenes::leave),
                new Scene(
                        "A server refuses: the walk ends there, and the next one is not asked",
                        Scenes::askTheStrict,
                        Scenes::forbidden),
                new Scene("Nobody answers Dave's reject: he is out all the same", Scenes::leaveLocally),
                new Scene("A newer invite to another local user moves its servers to the front", Scenes::newestFirst),
                new Scene("Room version 12, and an invite that brings its create event along", Scenes::withCreateEvent),
                new Scene("A forged invite is refused and leaves no trace", Scenes::forged),
                new Scene("An application service hears of its user's invite, and of the join", BridgeScene::play),
                new Scene("The other way: we invite Dana of good.example, and take it back", Scenes::inviteElsewhere));
    }

    private static void join(Take take) throws Exception {
        DemoCast cast = take.cast();
        UserId bob = take.stage().user("bob");
        ScriptedRoom room = take.room("11", "Lounge");
        take.invite(
                cast.alices(),
                "alice",
                room,
                bob,
                InviteEnvelope.via(cast.alices(), cast.dead(), cast.slow(), cast.liar(), cast.good()));
        goOffline(take);
        CommandOutcome outcome = take.accept(room, bob);
        take.expect(outcome, OutcomeType.JOINED);
        take.expectOrder(cast.alices(), cast.dead(), cast.slow(), cast.liar(), cast.good());
        take.expect(room.membership(bob).equals("join"), "the room does not have Bob's join");
        expectState(take, room.id(), bob, InviteStateType.JOINED);
    }

    private static void leave(Take take) throws Exception {
        DemoCast cast = take.cast();
        UserId carol = take.stage().user("carol");
        ScriptedRoom room = take.room("10", "Library");
        take.invite(cast.alices(), "alice", room, carol, InviteEnvelope.via(cast.alices(), cast.good()));
        goOffline(take);
        CommandOutcome outcome = take.reject(room, carol);
        take.expect(outcome, OutcomeType.LEFT);
        take.expectOrder(cast.alices(), cast.good());
        take.expect(room.membership(carol).equals("leave"), "the room still shows Carol as invited");
        expectState(take, room.id(), carol, InviteStateType.LEFT);
    }

    // A 403 for so young an invite is asked about again for some seconds, which pass while other scenes are played.
    private static void askTheStrict(Take take) throws Exception {
        DemoCast cast = take.cast();
        UserId bob = take.stage().user("bob");
        ScriptedRoom room = take.room("11", "Vault");
        take.invite(
                cast.alices(),
                "alice",
                room,
                bob,
                InviteEnvelope.via(cast.dead(), cast.liar(), cast.strict(), cast.good()));
        take.beginAccept(room, bob);
    }

    private static void forbidden(Take take) throws Exception {
        DemoCast cast = take.cast();
        RoomId room = take.roomAtHand();
        UserId bob = take.stage().user("bob");
        CommandOutcome outcome = take.outcome();
        take.expect(outcome, OutcomeType.FORBIDDEN);
        take.expectOrder(cast.dead(), cast.liar(), cast.strict());
        boolean goodWasAsked = take.stage().world().requests().all().stream()
                .anyMatch(request -> request.server().equals(cast.good().name())
                        && request.parameters().contains(room.value()));
        take.expect(!goodWasAsked, "good.example was asked after the refusal");
        expectState(take, room, bob, InviteStateType.INVITED);
    }

    private static void leaveLocally(Take take) throws Exception {
        DemoCast cast = take.cast();
        UserId dave = take.stage().user("dave");
        ScriptedRoom room = take.room("11", "Cellar");
        take.invite(cast.alices(), "alice", room, dave, InviteEnvelope.via(cast.dead(), cast.liar()));
        goOffline(take);
        CommandOutcome outcome = take.reject(room, dave);
        take.expect(outcome, OutcomeType.LEFT_LOCALLY);
        expectState(take, room.id(), dave, InviteStateType.LEFT);
        take.say("the room is told in the background once a server comes back");
    }

    private static void newestFirst(Take take) throws Exception {
        DemoCast cast = take.cast();
        UserId bob = take.stage().user("bob");
        ScriptedRoom room = take.room("9", "Garden");
        take.invite(cast.alices(), "alice", room, bob, InviteEnvelope.via(cast.dead(), cast.liar()));
        take.invite(cast.good(), "gwen", room, take.stage().user("erin"), InviteEnvelope.via(cast.liar(), cast.good()));
        CommandOutcome outcome = take.accept(room, bob);
        take.expect(outcome, OutcomeType.JOINED);
        take.expectOrder(cast.liar(), cast.good());
        expectState(take, room.id(), bob, InviteStateType.JOINED);
    }

    private static void withCreateEvent(Take take) throws Exception {
        DemoCast cast = take.cast();
        UserId frank = take.stage().user("frank");
        ScriptedRoom room = take.room("12", "Attic");
        InviteEnvelope envelope = InviteEnvelope.of(InviteForm.MSC4329)
                .withVia(List.of(cast.good().name().value()));
        take.invite(cast.good(), "gwen", room, frank, envelope);
        CommandOutcome outcome = take.accept(room, frank);
        take.expect(outcome, OutcomeType.JOINED);
        take.expectOrder(cast.good());
        expectState(take, room.id(), frank, InviteStateType.JOINED);
    }

    private static void forged(Take take) throws Exception {
        DemoCast cast = take.cast();
        UserId mallorysVictim = take.stage().user("grace");
        ScriptedRoom room = take.room("11", "Trap");
        RoomEvent invite =
                room.prepare(cast.alices().identity(), cast.alices().user("alice"), mallorysVictim, "invite");
        InviteExchange exchange = cast.liar().deliver(take.stage().peer(), room, invite, InviteEnvelope.V2);
        take.say("liar.example sends an invite in Alice's name: answer %d %s"
                .formatted(exchange.answer().status(), exchange.answer().errcode()));
        take.about(room, mallorysVictim, exchange.answer().errcode());
        take.expect(
                exchange.answer().status() >= 400 && exchange.answer().status() < 500,
                "the answer is " + exchange.answer());
        take.expect(view(take, room.id(), mallorysVictim).isEmpty(), "there is an invite");
    }

    private static void inviteElsewhere(Take take) throws Exception {
        UserId dana = take.cast().good().user("dana");
        ScriptedRoom room = take.roomOfOurs("11", "Office");
        RoomEvent invite = take.draftOfOurs(room, dana, "invite");
        CommandOutcome invited = take.sendInvite(room, invite, dana);
        take.expect(invited, OutcomeType.INVITED);
        take.expect(
                invited.getEventJson().contains("\"" + dana.server() + "\""), "good.example has not signed the invite");
        take.say("hashed and signed by us, co-signed by good.example, ready for the room");
        take.tellHistory();
        room.accept(invite);
        CommandOutcome retracted = take.retractInvite(room, take.draftOfOurs(room, dana, "leave"), dana);
        take.expect(retracted, OutcomeType.RETRACTION_SENT);
    }

    private static void goOffline(Take take) {
        take.cast().alices().goOffline();
        take.say("a.example goes offline");
    }

    private static void expectState(Take take, RoomId room, UserId user, InviteStateType wanted) {
        String state = view(take, room, user)
                .map(InviteView::getState)
                .map(InviteStateType::name)
                .orElse("nothing");
        take.tellHistory();
        take.say("the state that clients are shown: " + state);
        take.expect(state.equals(wanted.name()), "the state is " + state + " instead of " + wanted);
    }

    private static Optional<InviteView> view(Take take, RoomId room, UserId user) {
        try (TopicReader reader = take.stage().reader()) {
            return reader.view(room, user);
        }
    }
}
