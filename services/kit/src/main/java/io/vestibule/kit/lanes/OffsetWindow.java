package io.vestibule.kit.lanes;

import java.util.BitSet;

/**
 * Which offsets of one partition are finished.
 *
 * <p>Keeps the lowest unfinished offset, the <em>mark</em>, and a bit for each finished one above it. Offsets that are
 * never delivered (transaction markers, aborted or compacted records) count as finished as soon as something behind them
 * is seen; otherwise the mark would wait for them for ever. Not thread-safe: it belongs to the polling thread.
 */
final class OffsetWindow {
    private static final long UNSET = -1;
    private static final int COMPACT_AT = 8192;

    private final BitSet done = new BitSet();
    /** The offset of bit 0. */
    private long base = UNSET;

    private long mark = UNSET;
    /** The offset behind the newest one seen. */
    private long next = UNSET;

    private boolean changed;

    /** A partition without a commit: the first record decides where it begins. */
    OffsetWindow() {}

    /**
     * A partition that was committed before.
     *
     * @param committed the lowest unfinished offset
     * @param finishedAbove bit n stands for {@code committed + n}
     */
    OffsetWindow(long committed, BitSet finishedAbove) {
        base = committed;
        mark = committed;
        next = committed;
        done.or(finishedAbove);
        advance();
        changed = mark != committed;
    }

    /**
     * Takes note of a delivered record.
     *
     * @return whether it is still to be done; false if it was finished before this assignment or delivered already
     */
    boolean arrived(long offset) {
        beginAt(offset);
        if (offset < next) {
            return false;
        }
        finishRange(next, offset);
        next = offset + 1;
        return offset >= mark && !done.get(bit(offset));
    }

    /** Takes note that everything below {@code position} was delivered or will never be. */
    void reached(long position) {
        beginAt(position);
        if (position > next) {
            finishRange(next, position);
            next = Math.max(next, position);
        }
    }

    /** Marks a delivered offset as finished; one below the mark changes nothing. */
    void finish(long offset) {
        if (mark == UNSET || offset < mark) {
            return;
        }
        done.set(bit(offset));
        changed = true;
        advance();
    }

    /** @return whether anything has been finished since {@link #committed()} */
    boolean isChanged() {
        return changed;
    }

    void committed() {
        changed = false;
    }

    /** The last commit did not reach the broker. */
    void commitAgain() {
        changed = true;
    }

    /** @return whether there is anything to commit at all */
    boolean isSet() {
        return mark != UNSET;
    }

    /** @return the lowest unfinished offset */
    long mark() {
        return mark;
    }

    /** @return how many offsets lie between the mark and the newest one seen */
    long span() {
        return next - mark;
    }

    /** @return the finished offsets above the mark; bit n stands for {@code mark() + n} */
    BitSet finishedAboveMark() {
        return done.get(bit(mark), done.length());
    }

    private void beginAt(long offset) {
        if (mark == UNSET) {
            base = offset;
            mark = offset;
            next = offset;
        }
    }

    private void finishRange(long from, long to) {
        long start = Math.max(from, mark);
        if (start < to) {
            done.set(bit(start), bit(to));
            changed = true;
            advance();
        }
    }

    private void advance() {
        mark = base + done.nextClearBit(bit(mark));
        next = Math.max(next, mark);
        if (mark - base >= COMPACT_AT) {
            BitSet rest = finishedAboveMark();
            done.clear();
            done.or(rest);
            base = mark;
        }
    }

    private int bit(long offset) {
        return Math.toIntExact(offset - base);
    }
}
