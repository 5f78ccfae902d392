package io.vestibule.model;

/**
 * The ID of a work order, derived from what led to it. Immutable.
 *
 * @param value the ID, never empty
 */
public record OrderId(String value) {

    public OrderId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an order ID is not empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
