package io.vestibule.topology.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.schemas.StoredHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;

class StoredBytesTest {

    private static final StoredHash HASH = new StoredHash("a hash, ümlaut and all", 1_760_000_000_000L);

    private final BinaryMessageDecoder<StoredHash> avros =
            new BinaryMessageDecoder<>(SpecificData.getForClass(StoredHash.class), StoredHash.getClassSchema());
    private final StoredBytes<StoredHash> hashes = new StoredBytes<>(StoredHash.getClassSchema(), avros);

    @Test
    void a_value_is_avro_s_single_object_encoding_and_is_read_again() throws IOException {
        // Given
        ByteBuffer avro = StoredHash.getEncoder().encode(HASH);
        // When
        byte[] written = hashes.write(HASH);
        // Then
        assertThat(ByteBuffer.wrap(written)).isEqualTo(avro);
        assertThat(hashes.read(written)).isEqualTo(HASH);
    }

    @Test
    void a_value_that_an_earlier_schema_wrote_is_read() throws IOException {
        // Given
        Schema earlier = SchemaBuilder.record("StoredHash")
                .namespace(StoredHash.class.getPackageName())
                .fields()
                .requiredLong("seen_at")
                .requiredString("reference_hash")
                .endRecord();
        avros.addSchema(earlier);
        ByteBuffer written = new BinaryMessageEncoder<>(GenericData.get(), earlier)
                .encode(new GenericRecordBuilder(earlier)
                        .set("seen_at", HASH.getSeenAt())
                        .set("reference_hash", HASH.getReferenceHash())
                        .build());
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        // When
        StoredHash read = hashes.read(bytes);
        // Then
        assertThat(read).isEqualTo(HASH);
    }

    @Test
    void a_value_that_is_cut_off_says_that_the_store_is_damaged() {
        // Given
        byte[] written = hashes.write(HASH);
        // When
        // Then
        assertThatThrownBy(() -> hashes.read(Arrays.copyOf(written, written.length - 5)))
                .isInstanceOf(UncheckedIOException.class);
    }
}
