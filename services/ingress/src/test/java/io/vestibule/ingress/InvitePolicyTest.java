package io.vestibule.ingress;

import static io.vestibule.ingress.ReceptionScene.body;
import static io.vestibule.ingress.ReceptionScene.invite;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.ingress.policy.Policy;
import io.vestibule.ingress.policy.Refusal;
import io.vestibule.ingress.scene.Call;
import io.vestibule.ingress.users.Filtered;
import io.vestibule.ingress.users.Standing;
import io.vestibule.kit.health.HealthStatus;
import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import io.vestibule.schemas.InviteRefusal;
import io.vestibule.schemas.RefusalKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that a policy is against is signed or recorded as an invite, and each refusal is an event. */
class InvitePolicyTest {

    private static final RoomVersionRules V11 = RoomVersions.V11;

    private final ReceptionScene scene = new ReceptionScene();
    private final Pdu invite = invite(scene.stage, V11);

    /** Says of every invite what the test says. */
    private record Scripted(boolean isKnown, Optional<Refusal> answer) implements Policy {
        @Override
        public Optional<Refusal> refusal(RoomId room, UserId sender) {
            return answer;
        }

        @Override
        public HealthStatus status() {
            return HealthStatus.UP;
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POLICY_RULE, M_FORBIDDEN",
        "ROOM_BLOCKED, M_FORBIDDEN",
        "SERVER_ACL, M_FORBIDDEN",
        "USER_TAKES_NONE, M_INVITE_BLOCKED",
        "USER_FILTER, M_INVITE_BLOCKED",
    })
    void what_is_blocked_is_not_signed_and_its_refusal_is_an_event(RefusalKind kind, String errcode) throws Exception {
        // Given
        switch (kind) {
            case USER_TAKES_NONE -> scene.standing = Standing.BLOCKS_INVITES;
            case USER_FILTER -> scene.filtered = Filtered.REFUSED;
            default -> scene.policy = new Scripted(true, Optional.of(new Refusal(kind, "server evil.example")));
        }

        // When
        HttpAnswer answer = scene.send(Call.v2(scene.stage.alices, invite, List.of()));

        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(body(answer).string("errcode")).contains(errcode);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .doesNotContain("ed25519:us", "signatures", "evil.example");
        assertThat(scene.producer.history()).isEmpty();
        assertThat(scene.refusals).singleElement().satisfies(refusal -> {
            assertThat(refusal.getKind()).isEqualTo(kind);
            assertThat(refusal.getErrcode()).isEqualTo(errcode);
            assertThat(refusal.getEventId()).isEqualTo(invite.eventId().value());
            assertThat(refusal.getSender()).isEqualTo("@alice:a.example");
            assertThat(refusal.getUserId()).isEqualTo("@bob:us.example");
        });
    }

    @Test
    void nobody_but_the_server_itself_can_have_its_invites_refused_on_record() throws Exception {
        // Given
        scene.policy = new Scripted(true, Optional.of(new Refusal(RefusalKind.POLICY_RULE, "server *")));
        Call call = Call.v2(scene.stage.alices, invite, List.of());

        // When
        HttpAnswer answer = scene.send(call.with(List.of()));

        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(scene.refusals).isEmpty();
    }

    @Test
    void while_the_rules_are_not_known_nothing_is_signed() throws Exception {
        // Given
        scene.policy = new Scripted(false, Optional.empty());

        // When
        HttpAnswer answer = scene.send(Call.v2(scene.stage.alices, invite, List.of()));

        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("Retry-After");
        assertThat(scene.producer.history()).isEmpty();
    }

    @Test
    void an_invite_of_somebody_whom_the_user_ignores_is_signed_and_hidden() throws Exception {
        // Given
        scene.filtered = Filtered.HIDDEN;

        // When
        HttpAnswer answer = scene.send(Call.v2(scene.stage.alices, invite, List.of()));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(scene.received().getHidden()).isTrue();
        assertThat(scene.refusals).<InviteRefusal>isEmpty();
    }
}
