package io.vestibule.matrix.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.UserId;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @Property
    void identifiers_survive_the_way_through_a_path(
            @ForAll
                    @AlphaChars
                    @Chars({'/', '+', '%', '?', '#', '&', '=', ':', '$', '!', ' ', '"', '\\', 'ä', '€'})
                    @StringLength(min = 1, max = 40)
                    String opaque)
            throws Exception {
        // Given
        EventPath path = new EventPath(RoomId.of("!" + opaque), EventId.of("$" + opaque));
        // When
        RequestTarget target = new RequestTarget(path.on(InviteV2.ENDPOINT));
        // Then
        assertThat(InviteV2.ENDPOINT.match(target).orElseThrow().eventPath()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/federation/v2/invite/!r:a.example/$e",
                "/_matrix/federation/v2/invite/%21r%3aa.example/%24e",
                "/_matrix/federation/v2/invite/%21r:a.example/$e?x=y"
            })
    void raw_and_encoded_forms_of_a_parameter_mean_the_same(String target) throws Exception {
        // When
        PathParameters parameters =
                InviteV2.ENDPOINT.match(new RequestTarget(target)).orElseThrow();
        // Then
        assertThat(parameters.eventPath()).isEqualTo(new EventPath(RoomId.of("!r:a.example"), EventId.of("$e")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/federation/v2/invite/!r:a.example",
                "/_matrix/federation/v2/invite/!r:a.example/$e/",
                "/_matrix/federation/v2/invite/!r:a.example/$e/more",
                "/_matrix/federation/v1/invite/!r:a.example/$e",
                "/_matrix/federation/v2/%69nvite/!r:a.example/$e",
                "/_matrix//federation/v2/invite/!r:a.example/$e",
                "/",
                "",
                "*"
            })
    void another_path_does_not_match(String target) {
        // When, Then
        assertThat(InviteV2.ENDPOINT.match(new RequestTarget(target))).isEmpty();
    }

    @Test
    void a_slash_inside_an_event_id_has_to_be_escaped() throws Exception {
        // Given
        RequestTarget target = new RequestTarget("/_matrix/federation/v2/send_leave/!r:a.example/%24a%2Fb");
        // When
        PathParameters parameters = SendLeaveV2.ENDPOINT.match(target).orElseThrow();
        // Then
        assertThat(parameters.eventId()).isEqualTo(EventId.of("$a/b"));
    }

    @Test
    void invites_with_auth_are_known_under_both_unstable_names_and_never_under_a_stable_one() {
        // When
        List<String> templates =
                InviteWithAuth.ENDPOINTS.stream().map(Endpoint::template).toList();
        // Then
        assertThat(templates)
                .containsExactly(
                        "/_matrix/federation/unstable/org.matrix.msc4329/invite/{roomId}",
                        "/_matrix/federation/unstable/org.matrix.msc0000/invite/{roomId}");
    }

    @Test
    void make_join_without_versions_has_no_query() {
        // Given
        UserPath path = new UserPath(RoomId.of("!r:a.example"), UserId.of("@bob:b.example"));
        // When
        ApiRequest none = MakeJoinV1.encode(new MakeJoinV1.Request(path, List.of()));
        ApiRequest two = MakeJoinV1.encode(
                new MakeJoinV1.Request(path, List.of(RoomVersionId.of("11"), RoomVersionId.of("org.x-1"))));
        // Then
        assertThat(none.target().raw())
                .isEqualTo("/_matrix/federation/v1/make_join/%21r%3Aa.example/%40bob%3Ab.example");
        assertThat(two.target().raw()).isEqualTo(none.target().raw() + "?ver=11&ver=org.x-1");
    }

    @Test
    void a_path_takes_exactly_its_parameters() {
        // When, Then
        assertThatThrownBy(() -> InviteV2.ENDPOINT.path("!r:a.example", "$e", "more"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes 2 values, got 3");
    }
}
