package io.vestibule.matrix.appservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.RoomAlias;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespacesTest {

    private static final RoomId ROOM = RoomId.of("!hall:a.example");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "@irc_.* ; @irc_nick:us.example ; true",
                "@irc_ ; @irc_nick:us.example ; true",
                "irc_ ; @irc_nick:us.example ; false",
                "@irc_.*:other\\.example ; @irc_nick:us.example ; false",
                "^@irc_[a-z]+:us\\.example$ ; @irc_nick:us.example ; true",
                "@(a|b)_.* ; @b_x:us.example ; true",
            })
    void an_expression_matches_where_an_identifier_begins_with_it(String regex, String user, boolean matches) {
        assertThat(Namespace.of(regex, false).matches(user)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "@[", "(?!x)y", "(a)\\1"})
    void what_is_no_expression_of_re2_is_refused_with_the_reason(String regex) {
        assertThatThrownBy(() -> Namespace.of(regex, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a regular expression of RE2");
    }

    @Test
    @Timeout(5)
    void no_identifier_makes_an_expression_slow() {
        // Given
        Namespace hostile = Namespace.of("@(a+)+b", false);
        String user = "@" + "a".repeat(200) + ":us.example";

        // When
        long start = System.nanoTime();
        boolean matches = hostile.matches(user);

        // Then
        assertThat(matches).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void a_service_hears_of_its_users_its_rooms_and_its_sender() {
        // Given
        Namespaces irc = irc(List.of(Namespace.of("@irc_", true)), List.of(Namespace.of("!bridged", false)));

        // When
        // Then
        assertThat(irc.interestedIn(UserId.of("@irc_nick:us.example"), ROOM, List.of()))
                .isTrue();
        assertThat(irc.interestedIn(UserId.of("@bot:us.example"), ROOM, List.of()))
                .isTrue();
        assertThat(irc.interestedIn(UserId.of("@botany:us.example"), ROOM, List.of()))
                .isFalse();
        assertThat(irc.interestedIn(UserId.of("@bob:us.example"), ROOM, List.of()))
                .isFalse();
        assertThat(irc.interestedIn(UserId.of("@bob:us.example"), RoomId.of("!bridged1:a.example"), List.of()))
                .isTrue();
    }

    @Test
    void a_service_hears_of_a_room_of_which_one_alias_is_in_its_namespace() {
        // Given
        Namespaces irc = new Namespaces(
                AppserviceId.of("irc"), "bot", List.of(), List.of(), List.of(Namespace.of("#irc_", true)));
        UserId bob = UserId.of("@bob:us.example");
        RoomAlias plain = RoomAlias.of("#hall:us.example");

        // When
        // Then
        assertThat(irc.interestedIn(bob, ROOM, List.of(plain, RoomAlias.of("#irc_hall:us.example"))))
                .isTrue();
        assertThat(irc.interestedIn(bob, ROOM, List.of(plain))).isFalse();
    }

    @Test
    void only_users_of_an_exclusive_namespace_are_its_own() {
        // Given
        Namespaces irc = irc(List.of(Namespace.of("@irc_", true), Namespace.of("@guest_", false)), List.of());

        // When
        // Then
        assertThat(irc.owns(UserId.of("@irc_nick:us.example"))).isTrue();
        assertThat(irc.owns(UserId.of("@guest_1:us.example"))).isFalse();
        assertThat(irc.owns(UserId.of("@bot:us.example"))).isFalse();
    }

    @Test
    void a_service_without_sender_has_no_interest_in_a_user_without_localpart() {
        // Given
        Namespaces nobody = new Namespaces(AppserviceId.of("x"), "", List.of(), List.of(), List.of());

        // When
        // Then
        assertThat(nobody.interestedIn(UserId.of("@:us.example"), ROOM, List.of()))
                .isFalse();
    }

    private static Namespaces irc(List<Namespace> users, List<Namespace> rooms) {
        return new Namespaces(AppserviceId.of("irc"), "bot", users, rooms, List.of());
    }
}
