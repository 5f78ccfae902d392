package io.vestibule.model;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * One thing that happens.
 *
 * @param kind under which it is counted, empty for what may happen any number of times
 * @param name what it is called in a story
 * @param effect what it does
 * @param settles the order whose event has met its fate with it
 */
record Step(String kind, String name, Consumer<Hall> effect, Optional<OrderId> settles) {

    static Step of(String kind, String name, Consumer<Hall> effect) {
        return new Step(kind, name, effect, Optional.empty());
    }
}
