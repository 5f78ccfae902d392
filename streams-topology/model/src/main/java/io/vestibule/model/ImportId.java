package io.vestibule.model;

/**
 * Names the state of a joined room in {@code rooms.imported}. Immutable.
 *
 * @param value the ID, never empty
 */
public record ImportId(String value) {

    public ImportId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an import ID is not empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
