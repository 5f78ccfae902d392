package io.vestibule.verifier;

import java.util.Arrays;
import java.util.OptionalLong;

/** Timestamps by ascending offset, sixteen bytes each. For one thread. */
final class Series {

    private long[] offsets = new long[64];
    private long[] times = new long[64];
    private int size;

    void add(long offset, long time) {
        if (size == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * size);
            times = Arrays.copyOf(times, 2 * size);
        }
        offsets[size] = offset;
        times[size] = time;
        size++;
    }

    OptionalLong at(long offset) {
        int found = Arrays.binarySearch(offsets, 0, size, offset);
        return found < 0 ? OptionalLong.empty() : OptionalLong.of(times[found]);
    }
}
