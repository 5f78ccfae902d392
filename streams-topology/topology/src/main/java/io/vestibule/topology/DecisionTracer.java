package io.vestibule.topology;

import io.vestibule.model.Decision;
import io.vestibule.model.Input;
import io.vestibule.model.Moment;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Follows decisions from the records that lead to them to the records that follow. What it answers goes into the headers of
 * those and nowhere else: no value, no store and no decision depends on it. Hears of a decision once more when it is made
 * again after an aborted transaction. Called on the threads of the tasks; must neither block nor throw.
 */
@FunctionalInterface
public interface DecisionTracer {

    /** The header that carries what is answered (W3C Trace Context). */
    String HEADER = "traceparent";

    /** Follows nothing, and no header is added. */
    DecisionTracer OFF = (input, moment, headers, decision) -> null;

    /**
     * A decision was made, and is about to be written.
     *
     * @param input what it is about
     * @param moment when it began and from which record
     * @param headers the headers of that record, null where time alone led to it
     * @param decision the decision
     * @return the value of {@link #HEADER} for every record that follows, null for none
     */
    byte @Nullable [] decided(Input input, Moment moment, @Nullable Headers headers, Decision decision);
}
