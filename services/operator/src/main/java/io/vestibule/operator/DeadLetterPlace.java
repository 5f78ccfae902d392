package io.vestibule.operator;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Where a dead letter lies in {@code invites.dead-letters}, written {@code 3-17}.
 *
 * @param partition its partition
 * @param offset its offset
 */
public record DeadLetterPlace(int partition, long offset) {

    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,6})-(\\d{1,18})");

    /** @return where the record stands */
    public static DeadLetterPlace of(ConsumerRecord<?, ?> read) {
        return new DeadLetterPlace(read.partition(), read.offset());
    }

    /** @return the place, or empty if the text names none */
    public static Optional<DeadLetterPlace> parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        return matcher.matches()
                ? Optional.of(new DeadLetterPlace(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return partition + "-" + offset;
    }
}
