package io.vestibule.model;

import java.nio.charset.StandardCharsets;

/**
 * The ID that the caller gave to a command: 1 to 255 bytes without control characters. Immutable.
 *
 * @param value the ID as written
 */
public record CommandId(String value) {

    private static final int MAX_BYTES = 255;

    public CommandId {
        if (value.isEmpty()
                || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
                || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a command ID has 1 to " + MAX_BYTES + " bytes and no control characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
