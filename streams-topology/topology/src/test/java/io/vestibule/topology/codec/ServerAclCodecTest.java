package io.vestibule.topology.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.model.ServerAcl;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAclCodecTest {

    @Test
    void the_content_of_an_acl_event_is_read() {
        String json = "{\"allow\":[\"*\"],\"deny\":[\"*.evil.example\",\"1.2.3.4\"],\"allow_ip_literals\":false}";
        assertThat(ServerAclCodec.parse(json))
                .isEqualTo(new ServerAcl(List.of("*"), List.of("*.evil.example", "1.2.3.4"), false));
    }

    @Test
    void nothing_told_is_no_acl_and_an_empty_acl_allows_nobody() {
        assertThat(ServerAclCodec.parse("")).isNull();
        assertThat(ServerAclCodec.parse("{}")).isEqualTo(new ServerAcl(List.of(), List.of(), true));
    }

    @Test
    void members_of_a_wrong_type_are_missing_and_entries_of_a_wrong_type_are_skipped() {
        String json = "{\"allow\":\"*\",\"deny\":[1,\"d.example\",null],\"allow_ip_literals\":\"no\"}";
        assertThat(ServerAclCodec.parse(json)).isEqualTo(new ServerAcl(List.of(), List.of("d.example"), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "{", "\"*\""})
    void what_is_no_object_is_refused_by_name(String json) {
        assertThatThrownBy(() -> ServerAclCodec.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("m.room.server_acl");
    }
}
