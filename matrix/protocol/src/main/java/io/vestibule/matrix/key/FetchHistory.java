package io.vestibule.matrix.key;

import org.jspecify.annotations.Nullable;

/**
 * How the last fetches from one server went.
 *
 * @param failures how many have failed in a row
 * @param notBeforeTs when the next one may start, milliseconds since 1970
 * @param reason why the last one failed; null if it did not
 */
record FetchHistory(
        int failures, long notBeforeTs, @Nullable String reason) {

    static final FetchHistory NONE = new FetchHistory(0, Long.MIN_VALUE, null);

    FetchHistory succeeded(long nowTs, KeyRingLimits limits) {
        return new FetchHistory(0, nowTs + limits.pause().toMillis(), null);
    }

    FetchHistory failed(String why, long nowTs, KeyRingLimits limits) {
        int inARow = failures + 1;
        return new FetchHistory(inARow, nowTs + limits.backOffMillis(inARow), why);
    }

    boolean allows(long nowTs) {
        return nowTs >= notBeforeTs;
    }
}
