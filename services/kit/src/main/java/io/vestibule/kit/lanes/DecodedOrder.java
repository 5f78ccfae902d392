package io.vestibule.kit.lanes;

import org.jspecify.annotations.Nullable;

/**
 * What an {@link OrderDecoder} makes of a record.
 *
 * @param <T> the type of an order
 */
public sealed interface DecodedOrder<T> {

    /**
     * An order to be carried out.
     *
     * @param value the order
     * @param lane orders of the same lane run one after another in the order of the log; null for an order that waits for
     *     no other
     * @param interactive whether somebody waits for it
     */
    record Order<T>(T value, @Nullable String lane, boolean interactive) implements DecodedOrder<T> {}

    /**
     * A record that no repetition would make readable: it goes to the dead letters and the partition goes on.
     *
     * @param reason what is wrong, for the reader of the dead letter
     * @param cause the exception that told, if one did
     */
    record Bad<T>(String reason, @Nullable Throwable cause) implements DecodedOrder<T> {}

    /**
     * A record that cannot be read at the moment, because the registry or the network is down: the partition waits and
     * the record is read again.
     *
     * @param reason what is missing
     */
    record NotNow<T>(String reason) implements DecodedOrder<T> {}
}
