package io.vestibule.worker.imports;

import io.vestibule.schemas.ImportRecord;

/** Where the records of one import go, in order. */
public interface ImportLog {

    /**
     * Hands a record over; waits while too many are on their way.
     *
     * @throws InterruptedException if the thread was interrupted
     * @throws RuntimeException if an earlier one could not be written: the import must not get a manifest
     */
    void append(ImportRecord imported) throws InterruptedException;

    /**
     * Returns when everything is acknowledged.
     *
     * @throws InterruptedException if the thread was interrupted
     * @throws RuntimeException if something could not be written
     */
    void awaitAcknowledged() throws InterruptedException;
}
