package io.vestibule.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a dead letter lies in {@code invites.dead-letters}, written {@code 3-17}.
 *
 * @param partition its partition
 * @param offset its offset
 */
record DeadLetterPlace(int partition, long offset) {

    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,6})-(\\d{1,18})");

    static DeadLetterPlace of(ConsumerRecord<?, ?> read) {
        return new DeadLetterPlace(read.partition(), read.offset());
    }

    @Override
    public String toString() {
        return partition + "-" + offset;
    }

    /** Reads one from the command line. */
    static final class Syntax implements ITypeConverter<DeadLetterPlace> {
        @Override
        public DeadLetterPlace convert(String value) {
            Matcher matcher = SYNTAX.matcher(value);
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "\"" + value + "\" is no dead letter; 'dlq list' names them, as in 3-17");
            }
            return new DeadLetterPlace(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
        }
    }
}
