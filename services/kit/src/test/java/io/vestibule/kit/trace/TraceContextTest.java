package io.vestibule.kit.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @Test
    void what_is_written_is_read_again() {
        // Given
        RecordHeaders headers = new RecordHeaders();
        TraceContext told = new TraceContext(TRACE, SPAN, true);
        // When
        headers.add(TraceContext.HEADER, told.bytes());
        // Then
        assertThat(new String(told.bytes(), UTF_8)).isEqualTo("00-" + TRACE + "-" + SPAN + "-01");
        assertThat(TraceContext.of(headers)).isEqualTo(told);
    }

    @Test
    void a_later_version_may_say_more_and_of_the_flags_only_sampled_counts() {
        assertThat(TraceContext.parse("01-" + TRACE + "-" + SPAN + "-fe-more"))
                .isEqualTo(new TraceContext(TRACE, SPAN, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rubbish",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01"
            })
    void what_is_malformed_is_no_context(String header) {
        assertThat(TraceContext.parse(header)).isNull();
    }

    @Test
    void a_record_without_the_header_has_none() {
        assertThat(TraceContext.of(new RecordHeaders())).isNull();
        assertThat(TraceContext.of(new RecordHeaders().add(TraceContext.HEADER, null)))
                .isNull();
    }

    @Test
    void the_trace_of_an_invite_is_the_same_everywhere_and_another_for_each() {
        // Given
        TraceRoot root = TraceRoot.ofInvite("!room:a.example", "$event");
        // Then
        assertThat(root)
                .isEqualTo(new TraceRoot("cd2390b2e0da15bf223452f574a8da7c", "9343f61701c9ba62"))
                .isNotEqualTo(TraceRoot.ofInvite("!other:a.example", "$event"))
                .isNotEqualTo(TraceRoot.ofInvite("!room:a.example", "$other"));
        assertThat(TraceRoot.ofCommand("c1")).isNotEqualTo(TraceRoot.ofCommand("c2"));
    }
}
