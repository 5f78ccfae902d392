package io.vestibule.model;

import static io.vestibule.model.Scenario.ALICE;
import static io.vestibule.model.Scenario.BOB;
import static io.vestibule.model.Scenario.accepts;
import static io.vestibule.model.Scenario.claims;
import static io.vestibule.model.Scenario.everyServerFails;
import static io.vestibule.model.Scenario.feed;
import static io.vestibule.model.Scenario.given;
import static io.vestibule.model.Scenario.invited;
import static io.vestibule.model.Scenario.notPrepared;
import static io.vestibule.model.Scenario.passes;
import static io.vestibule.model.Scenario.prepared;
import static io.vestibule.model.Scenario.rejects;
import static io.vestibule.model.Scenario.signed;
import static io.vestibule.model.Scenario.taken;
import static io.vestibule.model.Scenario.verified;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.EventId;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What application services hear: the invite that concerns them, and each event that takes its place. */
class DeliveryTest {

    private static final AppserviceId IRC = AppserviceId.of("irc");
    private static final AppserviceId XMPP = AppserviceId.of("xmpp");

    @Test
    void an_invite_is_delivered_to_those_who_are_interested_and_to_nobody_twice() {
        given(invitedFor(IRC, XMPP)).when(invitedFor(IRC)).then(hears("$i1"), to(List.of(IRC, XMPP)));
    }

    @Test
    void an_invite_of_no_interest_is_delivered_to_nobody() {
        given(invited(BOB, "$i1")).when(accepts(BOB, "c1")).then(hears());
    }

    @Test
    void a_join_is_delivered_behind_its_invite() {
        given(invitedFor(IRC))
                .when(accepts(BOB, "c1"), prepared(BOB, "a.example", "$join"), taken(BOB))
                .then(hears("$i1", "$join"));
    }

    @Test
    void an_answer_that_repeats_the_events_id_alone_means_the_event_that_was_sent() {
        given(invitedFor(IRC))
                .when(rejects(BOB, "c1"), prepared(BOB, "a.example", "$leave"), hall -> {
                    WorkOrder order = hall.openOrder(BOB, WorkOrder.Work.Submit.class);
                    hall.answer(Scenario.result(
                            order, WorkResultType.SUBMITTED, "a.example", MemberEvent.known(EventId.of("$leave"))));
                })
                .then(
                        hears("$i1", "$leave"),
                        hall -> assertThat(hall.deliveries().getLast().event().json())
                                .isEqualTo("{\"member\":true}"));
    }

    @Test
    void a_failed_accept_delivers_nothing() {
        given(invitedFor(IRC)).when(accepts(BOB, "c1"), everyServerFails(BOB)).then(hears("$i1"));
    }

    @Test
    void a_leave_that_is_true_here_first_and_confirmed_later_is_delivered_once() {
        given(invitedFor(IRC))
                .when(
                        rejects(BOB, "c1"),
                        signed(BOB, "$leave"),
                        notPrepared(BOB, WorkResultType.EXHAUSTED, null),
                        passes(Duration.ofMinutes(1)),
                        prepared(BOB, "a.example", "$remote-leave"),
                        taken(BOB))
                .then(hears("$i1", "$leave"));
    }

    @Test
    void a_leave_that_a_server_takes_is_delivered() {
        given(invitedFor(IRC))
                .when(rejects(BOB, "c1"), prepared(BOB, "a.example", "$leave"), taken(BOB))
                .then(hears("$i1", "$leave"));
    }

    @Test
    void a_retraction_is_delivered() {
        given(invitedFor(IRC))
                .when(claims(ALICE, BOB, Membership.LEAVE, "{}"), verified(BOB, Membership.LEAVE, "$kick", "$i1"))
                .then(hears("$i1", "$kick"));
    }

    @Test
    void a_retraction_that_loses_to_a_join_is_not_delivered() {
        given(invitedFor(IRC))
                .when(
                        accepts(BOB, "c1"),
                        prepared(BOB, "a.example", "$join"),
                        claims(ALICE, BOB, Membership.LEAVE, "{}"),
                        verified(BOB, Membership.LEAVE, "$kick", "$i1"),
                        taken(BOB))
                .then(hears("$i1", "$join"));
    }

    @Test
    void an_event_of_which_only_the_id_is_known_is_the_homeservers_to_deliver() {
        given(invitedFor(IRC)).when(feed(BOB, Membership.JOIN, "$join", "$i1")).then(hears("$i1"));
    }

    @Test
    void who_is_interested_is_decided_anew_for_each_invite() {
        given(invitedFor(IRC))
                .when(hall -> hall.input(new Input.InviteReceived(
                        Hall.ROOM, BOB, Scenario.invitation(ALICE, "$i2", "hash-of-$i2", hall.now()), List.of(XMPP))))
                .when(rejects(BOB, "c1"), prepared(BOB, "a.example", "$leave"), taken(BOB))
                .then(hears("$i1", "$i2", "$leave"), to(List.of(IRC), List.of(XMPP), List.of(XMPP)));
    }

    private static Consumer<Hall> invitedFor(AppserviceId... interested) {
        return hall -> hall.input(new Input.InviteReceived(
                Hall.ROOM, BOB, Scenario.invitation(ALICE, "$i1", "hash-of-$i1", hall.now()), List.of(interested)));
    }

    private static Consumer<Hall> hears(String... events) {
        return hall -> assertThat(hall.deliveries())
                .extracting(delivery -> delivery.event().id().value())
                .containsExactly(events);
    }

    @SafeVarargs
    private static Consumer<Hall> to(List<AppserviceId>... services) {
        return hall ->
                assertThat(hall.deliveries()).extracting(Delivery::appservices).containsExactly(services);
    }
}
