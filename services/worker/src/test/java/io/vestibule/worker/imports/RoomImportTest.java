package io.vestibule.worker.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.event.Pdu;
import io.vestibule.schemas.ImportManifest;
import io.vestibule.schemas.ImportRecord;
import io.vestibule.schemas.ImportedEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomImportTest {
    private final BigRoom big = new BigRoom();
    private final List<ImportRecord> written = new ArrayList<>();

    private Path file;

    @BeforeEach
    void answer(@TempDir Path folder) throws Exception {
        file = folder.resolve("answer.json");
        big.writeAnswer(file, 3, "");
    }

    @Test
    void the_index_has_no_gaps_and_the_manifest_comes_last() throws Exception {
        // When
        RoomImport.Result result = big.run(file, written::add);

        // Then
        assertThat(result).isInstanceOf(RoomImport.Imported.class);
        assertThat(events()).extracting(ImportedEvent::getIndex).containsExactly(0, 1, 2, 3);
        assertThat(written.getLast().getManifest()).isNotNull();
        assertThat(manifest().getStateCount()).isEqualTo(4);
        assertThat(manifest().getJoinEventId()).isEqualTo(big.join().eventId().value());
    }

    @Test
    void the_same_order_writes_the_same_import_in_another_run() throws Exception {
        // Given
        big.run(file, written::add);
        ImportRecord first = written.getLast();

        // When
        big.run(file, written::add);

        // Then
        ImportRecord second = written.getLast();
        assertThat(second.getImportId()).isEqualTo(first.getImportId());
        assertThat(second.getRun()).isNotEqualTo(first.getRun());
        assertThat(second.getManifest().getDigest())
                .isEqualTo(first.getManifest().getDigest());
    }

    @Test
    void an_event_whose_signature_is_wrong_is_dropped_and_the_rest_stays() throws Exception {
        // Given
        Pdu spoilt = big.member(1, "");
        change(spoilt, "\"membership\":\"join\"", "\"membership\":\"invite\"");

        // When
        big.run(file, written::add);

        // Then
        assertThat(events()).hasSize(3);
        assertThat(manifest().getDroppedEventIds()).hasSize(1);
    }

    @Test
    void an_event_whose_content_hash_is_wrong_is_kept_as_redaction_leaves_it() throws Exception {
        // Given
        Pdu member = big.member(1, "");
        change(member, "\"padding\":\"\"", "\"padding\":\"put in on the way\"");

        // When
        big.run(file, written::add);

        // Then
        assertThat(manifest().getRedactedEventIds())
                .containsExactly(member.eventId().value());
        assertThat(events())
                .filteredOn(ImportedEvent::getRedacted)
                .allMatch(event -> !event.getEventJson().contains("padding"))
                .hasSize(1);
    }

    @Test
    void unsigned_data_that_nobody_vouches_for_is_left_out() throws Exception {
        // Given
        Pdu member = big.member(1, "");
        change(member, "\"depth\":1", "\"depth\":1,\"unsigned\":{\"invite_room_state\":[]}");

        // When
        big.run(file, written::add);

        // Then
        assertThat(events()).hasSize(4).noneMatch(event -> event.getEventJson().contains("unsigned"));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"room_version\":\"11\"', '\"room_version\":\"10\"', the create event is of room version 10",
        "'\"type\":\"m.room.create\"', '\"type\":\"m.room.creation\"', the state holds no create event",
        "'\"auth_chain\":[]', '\"auth_chain\":7', an unexpected byte",
        "'\"members_omitted\":false', '\"members_omitted\":true,\"servers_in_room\":[\"resident.example\"]', members are omitted",
    })
    void an_answer_that_is_not_about_the_room_is_refused(String found, String put, String why) throws Exception {
        // Given
        String answer = Files.readString(file);
        assertThat(answer).contains(found);
        Files.writeString(file, answer.replace(found, put));

        // When
        RoomImport.Result result = big.run(file, written::add);

        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        RoomImport.Refused.class,
                        refused -> assertThat(refused.why()).contains(why));
        assertThat(written).isEmpty();
    }

    @Test
    void a_second_create_event_is_refused() throws Exception {
        // Given
        String other = new String(big.create().bytes(), StandardCharsets.UTF_8).replace("\"depth\":1", "\"depth\":2");
        Files.writeString(file, Files.readString(file).replace("\"auth_chain\":[]", "\"auth_chain\":[" + other + "]"));

        // When
        RoomImport.Result result = big.run(file, written::add);

        // Then
        assertThat(result).isInstanceOf(RoomImport.Refused.class);
    }

    private void change(Pdu event, String found, String put) throws Exception {
        String answer = Files.readString(file);
        String whole = new String(event.bytes(), StandardCharsets.UTF_8);
        assertThat(answer).contains(whole);
        assertThat(whole).contains(found);
        Files.writeString(file, answer.replace(whole, whole.replace(found, put)));
    }

    private List<ImportedEvent> events() {
        return written.stream()
                .filter(imported -> imported.getEvent() != null)
                .map(ImportRecord::getEvent)
                .toList();
    }

    private ImportManifest manifest() {
        return written.getLast().getManifest();
    }
}
