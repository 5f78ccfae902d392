package io.vestibule.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.model.Coordinates;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Where a record stood before it was repartitioned: a header that re-keying sets, whatever the producer had put there. */
final class Origin {

    private static final String HEADER = "vestibule-origin";

    private Origin() {}

    static void mark(Headers headers, RecordMetadata read) {
        mark(headers, read.topic(), read.partition(), read.offset());
    }

    static void mark(Headers headers, String topic, int partition, long offset) {
        String text = partition + ":" + offset + ":" + topic;
        headers.remove(HEADER);
        headers.add(HEADER, text.getBytes(UTF_8));
    }

    /**
     * @param direct topics that are read without a repartition, where nobody sets this header for us
     * @return the coordinates of the record in its own topic
     */
    static Coordinates of(Headers headers, RecordMetadata read, List<String> direct) {
        Header header = direct.contains(read.topic()) ? null : headers.lastHeader(HEADER);
        Coordinates marked = header == null ? null : parse(new String(header.value(), UTF_8));
        return marked == null ? new Coordinates(read.topic(), read.partition(), read.offset()) : marked;
    }

    private static @Nullable Coordinates parse(String text) {
        String[] parts = text.split(":", 3);
        return parts.length < 3
                ? null
                : new Coordinates(parts[2], Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
    }
}
