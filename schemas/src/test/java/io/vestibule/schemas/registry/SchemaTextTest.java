package io.vestibule.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.Stores;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaTextTest {

    @Test
    void no_two_schemas_of_ours_have_one_content_id() {
        // Given
        List<String> texts = Stream.concat(
                        Topics.all().stream().map(Topic::schema), Stores.PROTOCOL.getTypes().stream())
                .map(Schema::toString)
                .distinct()
                .toList();

        // When
        List<Integer> ids = texts.stream().map(SchemaText::contentId).toList();

        // Then
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id > 0);
    }

    @Test
    void a_content_id_never_changes_and_a_guid_is_the_md5_of_the_text() {
        assertThat(SchemaText.contentId("\"string\"")).isEqualTo(0xe9e5c1c9 & Integer.MAX_VALUE);
        assertThat(SchemaText.guid("\"string\"")).isEqualTo(UUID.fromString("095d71cf-1255-6b9d-5e33-0ad575b3df5d"));
    }
}
