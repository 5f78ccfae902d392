package io.vestibule.topology;

import static io.vestibule.topology.Cast.BOB;
import static io.vestibule.topology.Cast.CAROL;
import static io.vestibule.topology.Cast.ROOM;
import static io.vestibule.topology.Cast.accept;
import static io.vestibule.topology.Cast.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vestibule.schemas.AppserviceEvent;
import io.vestibule.schemas.AppserviceNamespace;
import io.vestibule.schemas.AppserviceNamespaces;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.RoomFacts;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.schemas.catalog.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppserviceEventsTest {

    private static final long SENT_AT = TopologyHarness.START.toEpochMilli() - 40;
    private static final String INVITE = "{\"content\":{\"membership\":\"invite\"},\"depth\":3,\"hashes\":{},"
            + "\"origin_server_ts\":" + SENT_AT + ",\"sender\":\"@alice:a.example\",\"signatures\":{},"
            + "\"state_key\":\"@bob:us.example\",\"type\":\"m.room.member\"}";
    private static final String NAME = "{\"content\":{\"name\":\"Hall\"},\"sender\":\"@alice:a.example\","
            + "\"state_key\":\"\",\"type\":\"m.room.name\"}";

    @TempDir
    Path dir;

    private TopologyHarness hall;

    @BeforeEach
    void start() {
        hall = new TopologyHarness(dir);
    }

    @AfterEach
    void stop() {
        hall.close();
    }

    @Test
    void an_invite_of_interest_goes_out_in_client_format_under_the_services_key() {
        // Given
        claim(claims("irc", "@bob"));

        // When
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB));

        // Then
        assertThat(hall.appserviceKeys()).containsExactly("irc");
        assertThat(ledgered()).containsExactly(List.of("irc"));
    }

    @Test
    void the_event_is_complete_and_its_age_is_that_of_the_decision() {
        // Given
        claim(claims("irc", "@bob"));

        // When
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB));

        // Then
        AppserviceEvent event = hall.appserviceEvents().getFirst();
        assertThat(event.getMembership()).isEqualTo(Membership.INVITE);
        assertThat(event.getEventId()).isEqualTo("$i1");
        assertThat(event.getEventJson())
                .isEqualTo("{\"content\":{\"membership\":\"invite\"},\"event_id\":\"$i1\",\"origin_server_ts\":"
                        + SENT_AT
                        + ",\"room_id\":\"!hall:a.example\",\"sender\":\"@alice:a.example\",\"state_key\":\"@bob:us.example\","
                        + "\"type\":\"m.room.member\",\"unsigned\":{\"age\":40,\"invite_room_state\":[" + NAME + "]}}");
    }

    @Test
    void what_becomes_of_the_invite_follows_even_if_the_service_has_gone_meanwhile() {
        // Given
        claim(claims("irc", "@bob"));
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB));
        hall.sendBytes(Topics.HOMESERVER_APPSERVICES, "irc", null);

        // When
        hall.send(Topics.INVITES_COMMANDS, ROOM, accept("c1", BOB));
        hall.send(
                Topics.INVITES_HANDSHAKE_RESULTS,
                ROOM,
                result(hall.orders().getFirst(), WorkResultType.PREPARED)
                        .setServer("a.example")
                        .setEventId("$join")
                        .setEventJson("{\"content\":{\"membership\":\"join\"},\"sender\":\"@bob:us.example\"}")
                        .build());
        hall.send(
                Topics.INVITES_HANDSHAKE_RESULTS,
                ROOM,
                result(hall.orders().getFirst(), WorkResultType.SUBMITTED)
                        .setServer("a.example")
                        .setEventId("$join")
                        .setEventJson("{\"content\":{\"membership\":\"join\"},\"sender\":\"@bob:us.example\"}")
                        .build());

        // Then
        assertThat(hall.appserviceEvents())
                .extracting(AppserviceEvent::getEventId, AppserviceEvent::getMembership)
                .containsExactly(tuple("$i1", Membership.INVITE), tuple("$join", Membership.JOIN));
    }

    @Test
    void a_service_that_takes_no_events_has_gone_or_claims_nonsense_hears_nothing_and_harms_nobody() {
        // Given
        claim(claims("quiet", "@bob").setPush(false));
        claim(claims("nonsense", "@(bob"));
        claim(claims("gone", "@bob"));
        hall.sendBytes(Topics.HOMESERVER_APPSERVICES, "gone", null);
        hall.sendBytes(Topics.HOMESERVER_APPSERVICES, "garbage", new byte[] {1, 2, 3});
        claim(claims("xmpp", "@bob"));
        claim(claims("irc", "@bob"));

        // When
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB));

        // Then
        assertThat(hall.appserviceEvents())
                .extracting(AppserviceEvent::getAppserviceId)
                .containsExactly("irc", "xmpp");
        assertThat(hall.deadLetters()).isEmpty();
    }

    @Test
    void a_room_of_which_an_alias_is_claimed_is_of_interest_while_it_has_that_alias() {
        // Given
        claim(AppserviceNamespaces.newBuilder()
                .setAppserviceId("irc")
                .setAliases(List.of(AppserviceNamespace.newBuilder()
                        .setRegex("#irc_")
                        .setExclusive(true)
                        .build())));
        hall.send(Topics.HOMESERVER_ROOMS, ROOM, aliases("#irc_hall:us.example", "#hall:us.example"));
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB));

        // When
        hall.send(Topics.HOMESERVER_ROOMS, ROOM, aliases("#hall:us.example"));
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(CAROL));

        // Then
        assertThat(hall.appserviceEvents())
                .extracting(AppserviceEvent::getUserId)
                .containsExactly(BOB);
    }

    @Test
    void the_same_aliases_in_another_order_are_no_news() {
        // Given
        hall.send(Topics.HOMESERVER_ROOMS, ROOM, aliases("#a:us.example", "#b:us.example"));

        // When
        hall.send(Topics.HOMESERVER_ROOMS, ROOM, aliases("#b:us.example", "#a:us.example", "#b:us.example"));

        // Then
        assertThat(hall.events()).extracting(LedgerEvent::getType).containsExactly(LedgerEventType.ROOM_FACTS_SEEN);
    }

    private static RoomFacts aliases(String... aliases) {
        return RoomFacts.newBuilder()
                .setRoomId(ROOM)
                .setAliases(List.of(aliases))
                .build();
    }

    @Test
    void a_claim_that_changes_counts_from_the_next_invite_on() {
        // Given
        claim(claims("irc", "@bob"));
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB));
        claim(claims("irc", "@carol"));

        // When
        hall.pass(Duration.ofSeconds(1));
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(CAROL));

        // Then
        assertThat(ledgered()).containsExactly(List.of("irc"), List.of("irc"));
        assertThat(hall.appserviceEvents())
                .extracting(AppserviceEvent::getUserId)
                .containsExactly(BOB, CAROL);
    }

    private List<List<String>> ledgered() {
        return hall.events().stream()
                .map(LedgerEvent::getInviteRecorded)
                .map(recorded -> recorded.getAppserviceIds())
                .toList();
    }

    private void claim(AppserviceNamespaces.Builder claims) {
        hall.send(Topics.HOMESERVER_APPSERVICES, claims.getAppserviceId(), claims.build());
    }

    private static AppserviceNamespaces.Builder claims(String id, String users) {
        return AppserviceNamespaces.newBuilder()
                .setAppserviceId(id)
                .setUsers(List.of(AppserviceNamespace.newBuilder()
                        .setRegex(users)
                        .setExclusive(true)
                        .build()));
    }

    private static InviteReceived invite(String user) {
        String event = user.equals(BOB) ? "$i1" : "$i2";
        return InviteReceived.newBuilder(Cast.invite(user, event))
                .setEventJson(INVITE)
                .setStrippedState(List.of(NAME))
                .build();
    }
}
