package io.vestibule.ingress.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.InviteFilter;
import io.vestibule.schemas.InvitePermission;
import io.vestibule.schemas.LocalUser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserFilterTest {

    private static final InviteFilter.Builder LISTS = InviteFilter.newBuilder()
            .setAllowedUsers(List.of("@friend:*"))
            .setIgnoredUsers(List.of("@friend:a.example", "@bore:*"))
            .setBlockedUsers(List.of("@bore:a.example", "@eve:*"))
            .setAllowedServers(List.of("Good.example"))
            .setIgnoredServers(List.of("*.example"))
            .setBlockedServers(List.of("*"));

    @ParameterizedTest
    @CsvSource({
        "@friend:a.example, SHOWN",
        "@bore:a.example, HIDDEN",
        "@eve:good.example, REFUSED",
        "@x:good.example:8448, SHOWN",
        "@x:GOOD.example, SHOWN",
        "@x:other.example, HIDDEN",
        "@x:other.test, REFUSED",
    })
    void users_count_before_servers_and_allowed_before_ignored_before_blocked(String sender, Filtered expected) {
        // Given
        UserFilter filter = new UserFilter(LISTS.build());

        // When
        // Then
        assertThat(filter.judge(UserId.of(sender))).isEqualTo(expected);
    }

    @Test
    void a_filter_that_is_off_and_a_user_without_one_show_everything() {
        // Given
        UserTable table = UserTable.ofEverybody();
        table.apply(
                "",
                user(
                        "@off:us.example",
                        InviteFilter.newBuilder(LISTS.build()).setEnabled(false).build()));
        table.apply("", user("@none:us.example", null));

        // When
        // Then
        UserId eve = UserId.of("@eve:e.example");
        assertThat(table.filter("@off:us.example", eve)).isEqualTo(Filtered.SHOWN);
        assertThat(table.filter("@none:us.example", eve)).isEqualTo(Filtered.SHOWN);
        assertThat(table.filter("@unknown:us.example", eve)).isEqualTo(Filtered.SHOWN);
    }

    private static LocalUser user(String id, InviteFilter filter) {
        return LocalUser.newBuilder()
                .setUserId(id)
                .setExists(true)
                .setInvites(InvitePermission.ALLOW)
                .setFilter(filter)
                .build();
    }
}
