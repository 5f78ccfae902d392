package io.vestibule.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What peers wrote down, on disk and back. */
class PeerLogTest {

    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_000L);

    @TempDir
    Path folder;

    @Test
    void what_was_written_is_read_again_line_by_line() throws IOException {
        // Given
        Path file = folder.resolve("peers.jsonl");
        PeerRequest asked = PeerRequest.of(
                AT,
                "b.example:8448",
                PeerRequest.Side.VESTIBULE_ASKED,
                "GET",
                "/_matrix/federation/v1/make_join/!r:a.example/@bob:us.example?ver=11",
                200);
        PeerRequest invited = PeerRequest.of(
                        AT,
                        "a.example",
                        PeerRequest.Side.PEER_ASKED,
                        "PUT",
                        "/_matrix/federation/unstable/org.matrix.msc4329/invite/!r:a.example",
                        0)
                .about("$e", "@\"bob\":us.example");
        try (PeerLogWriter writer = PeerLogWriter.open(file)) {
            writer.append(asked);
        }
        try (PeerLogWriter writer = PeerLogWriter.open(file)) {
            writer.append(invited);
        }

        // When
        List<PeerRequest> read = new ArrayList<>();
        PeerLog.file(file).read((line, request) -> {
            assertThat(line).isEqualTo(read.size() + 1L);
            read.add(request);
        });

        // Then
        assertThat(read).containsExactly(asked, invited);
    }

    @Test
    void a_line_that_is_none_is_named() throws IOException {
        // Given
        Path file = folder.resolve("peers.jsonl");
        Files.writeString(file, "{\"at\":1}\n");

        // Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PeerLog.file(file).read((line, request) -> {}))
                .withMessageContaining("peers.jsonl line 1");
    }

    @ParameterizedTest
    @CsvSource({
        "/_matrix/federation/v2/send_join/%21r%3Aa.example/%24e%2Fv?omit_members=true, SEND_JOIN, !r:a.example, $e/v, ''",
        "/_matrix/federation/v1/make_leave/%21r/%40b%3Aus, MAKE_LEAVE, !r, '', @b:us",
        "/_matrix/federation/v1/send_leave/!r/$e+f, SEND_LEAVE, !r, $e+f, ''",
        "/_matrix/federation/v1/invite/!r/$e, INVITE, !r, $e, ''",
        "/_matrix/key/v2/server, OTHER, '', '', ''"
    })
    void a_path_says_what_is_asked_for(
            String path, PeerRequest.Endpoint endpoint, String room, String event, String user) {
        // When
        PeerRequest request = PeerRequest.of(AT, "b", PeerRequest.Side.VESTIBULE_ASKED, "PUT", path, 200);

        // Then
        assertThat(request)
                .isEqualTo(new PeerRequest(
                        AT, "b", PeerRequest.Side.VESTIBULE_ASKED, "PUT", endpoint, room, event, user, 200));
    }
}
