package io.vestibule.cli;

import io.vestibule.operator.DeadLetterPlace;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a dead letter's name from the command line. */
final class DeadLetterName implements ITypeConverter<DeadLetterPlace> {
    @Override
    public DeadLetterPlace convert(String value) {
        return DeadLetterPlace.parse(value)
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + value + "\" is no dead letter; 'dlq list' names them, as in 3-17"));
    }
}
