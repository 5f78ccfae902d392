package io.vestibule.worker.handshake;

import io.vestibule.worker.order.Order;
import java.io.IOException;

/** Sends one membership event to one server, once. Thread-safe. */
interface Sending {

    /** Which version of the endpoint to call. */
    enum Version {
        /** Version 2, which every server is supposed to know. */
        TWO,
        /** Version 1, gone from the specification since v1.18; for servers that do not know version 2. */
        ONE
    }

    /**
     * @return what became of it; network failures are values
     * @throws IOException if our own disk fails
     * @throws InterruptedException if the thread was interrupted; the call is broken off
     */
    Sent send(Order.Submit order, Version version) throws IOException, InterruptedException;
}
