package io.vestibule.ingress.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.PolicyEffect;
import io.vestibule.schemas.PolicyRule;
import io.vestibule.schemas.PolicySubject;
import io.vestibule.schemas.RefusalKind;
import io.vestibule.schemas.RoomFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTablesTest {

    private static final RoomId ROOM = RoomId.of("!room:a.example");

    private final PolicyTables tables = new PolicyTables();

    @ParameterizedTest
    @CsvSource({
        "SERVER, evil.example, @x:evil.example, true",
        "SERVER, Evil.Example, @x:EVIL.example:8448, true",
        "SERVER, *.evil.example, @x:a.evil.example, true",
        "SERVER, *.evil.example, @x:evil.example, false",
        "USER, @spam*:*, @spammer:a.example, true",
        "USER, @spam*:*, @Spammer:a.example, false",
        "ROOM, '!room:*', @x:a.example, true",
        "ROOM, '!other:*', @x:a.example, false",
        "UNKNOWN, *, @x:a.example, false",
    })
    void a_rule_blocks_what_its_glob_matches(PolicySubject subject, String glob, String sender, boolean refused) {
        // Given
        rule("r", subject, glob, PolicyEffect.BLOCK);

        // When
        // Then
        assertThat(tables.refusal(ROOM, UserId.of(sender)).isPresent()).isEqualTo(refused);
    }

    @Test
    void no_invites_but_from_some_is_to_block_all_and_allow_some() {
        // Given
        rule("all", PolicySubject.SERVER, "*", PolicyEffect.BLOCK);
        rule("friends", PolicySubject.SERVER, "*.friends.example", PolicyEffect.ALLOW);
        rule("alice", PolicySubject.USER, "@alice:a.example", PolicyEffect.ALLOW);
        rule("eve", PolicySubject.USER, "@eve:*", PolicyEffect.BLOCK);

        // When
        // Then
        assertThat(tables.refusal(ROOM, UserId.of("@x:b.example")))
                .contains(new Refusal(RefusalKind.POLICY_RULE, "server *"));
        assertThat(tables.refusal(ROOM, UserId.of("@x:one.friends.example"))).isEmpty();
        assertThat(tables.refusal(ROOM, UserId.of("@alice:a.example"))).isEmpty();
        assertThat(tables.refusal(ROOM, UserId.of("@anne:a.example"))).isPresent();
        assertThat(tables.refusal(ROOM, UserId.of("@eve:one.friends.example"))).isPresent();
    }

    @Test
    void a_blocked_room_is_refused_even_where_the_inviter_is_allowed() {
        // Given
        rule("alice", PolicySubject.USER, "@alice:*", PolicyEffect.ALLOW);
        rule("room", PolicySubject.ROOM, "!room:a.example", PolicyEffect.BLOCK);

        // When
        // Then
        assertThat(tables.refusal(ROOM, UserId.of("@alice:a.example"))).isPresent();
    }

    @Test
    void a_rule_that_was_replaced_or_taken_back_is_gone() {
        // Given
        rule("r", PolicySubject.SERVER, "a.example", PolicyEffect.BLOCK);
        rule("r", PolicySubject.SERVER, "b.example", PolicyEffect.BLOCK);

        // When
        boolean replaced = tables.refusal(ROOM, UserId.of("@x:a.example")).isEmpty();
        boolean inForce = tables.refusal(ROOM, UserId.of("@x:b.example")).isPresent();
        tables.rule("r", null);

        // Then
        assertThat(replaced).isTrue();
        assertThat(inForce).isTrue();
        assertThat(tables.refusal(ROOM, UserId.of("@x:b.example"))).isEmpty();
    }

    @Test
    void a_rule_is_taken_back_under_the_key_under_which_it_stands_whatever_it_calls_itself() {
        // Given
        tables.rule(
                "key",
                PolicyRule.newBuilder()
                        .setRuleId("another name")
                        .setSubject(PolicySubject.SERVER)
                        .setGlob("*")
                        .setEffect(PolicyEffect.BLOCK)
                        .build());
        boolean inForce = tables.refusal(ROOM, UserId.of("@x:a.example")).isPresent();

        // When
        tables.rule("key", null);

        // Then
        assertThat(inForce).isTrue();
        assertThat(tables.refusal(ROOM, UserId.of("@x:a.example"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"allow\":[\"*\"],\"deny\":[\"evil.example\"]} | @x:evil.example | true",
                "{\"allow\":[\"*\"],\"deny\":[\"evil.example\"]} | @x:EVIL.example:1 | true",
                "{\"allow\":[\"*\"],\"deny\":[\"evil.example\"]} | @x:good.example | false",
                "{\"allow\":[\"good.example\"]} | @x:other.example | true",
                "{\"deny\":[]} | @x:good.example | true",
                "{\"allow\":[\"*\"],\"allow_ip_literals\":false} | @x:1.2.3.4 | true",
                "{\"allow\":[\"*\"],\"allow_ip_literals\":false} | @x:[2001:db8::1]:8448 | true",
                "{\"allow\":[\"*\"],\"deny\":[5,\"e?il.example\"]} | @x:evil.example | true",
            })
    void the_ACL_of_a_room_that_is_known_decides(String acl, String sender, boolean refused) {
        // Given
        tables.room("", room(acl, false));

        // When
        // Then
        assertThat(tables.refusal(ROOM, UserId.of(sender)).map(Refusal::kind))
                .isEqualTo(refused ? java.util.Optional.of(RefusalKind.SERVER_ACL) : java.util.Optional.empty());
        assertThat(tables.refusal(RoomId.of("!other:a.example"), UserId.of(sender)))
                .isEmpty();
    }

    @Test
    void a_room_that_the_homeserver_has_blocked_is_refused_until_it_is_not() {
        // Given
        UserId sender = UserId.of("@x:a.example");
        tables.room("", room("", true));

        // When
        boolean blocked = tables.refusal(ROOM, sender).isPresent();
        tables.room("", room("", false));

        // Then
        assertThat(blocked).isTrue();
        assertThat(tables.refusal(ROOM, sender)).isEmpty();
    }

    @Test
    void an_ACL_that_cannot_be_read_leaves_the_one_before_in_force() {
        // Given
        tables.room("", room("{\"allow\":[]}", false));

        // When
        tables.room("", room("not JSON", false));

        // Then
        assertThat(tables.refusal(ROOM, UserId.of("@x:a.example"))).isPresent();
    }

    private void rule(String id, PolicySubject subject, String glob, PolicyEffect effect) {
        tables.rule(
                id,
                PolicyRule.newBuilder()
                        .setRuleId(id)
                        .setSubject(subject)
                        .setGlob(glob)
                        .setEffect(effect)
                        .build());
    }

    private static RoomFacts room(String acl, boolean blocked) {
        return RoomFacts.newBuilder()
                .setRoomId(ROOM.value())
                .setServerAclJson(acl)
                .setBlocked(blocked)
                .build();
    }
}
