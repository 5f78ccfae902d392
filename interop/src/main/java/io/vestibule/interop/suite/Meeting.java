package io.vestibule.interop.suite;

import org.jspecify.annotations.Nullable;

/**
 * Where the tellings of one scenario in several room versions meet before something changes that all of them see: the
 * change is made once, when every telling has come to it. A telling that has ended is not waited for. Thread-safe.
 */
final class Meeting {

    private int tellings;
    private int waiting;
    private int round;
    private @Nullable Runnable change;
    private @Nullable RuntimeException failure;

    /** @param tellings how many take part */
    Meeting(int tellings) {
        this.tellings = tellings;
    }

    /** Waits for the others, and returns when the change is made. */
    synchronized void agreeOn(Runnable wanted) throws InterruptedException {
        change = wanted;
        waiting++;
        if (waiting == tellings) {
            make();
        } else {
            for (int mine = round; mine == round; ) {
                wait();
            }
        }
        if (failure != null) {
            throw new IllegalStateException("the change that all waited for failed", failure);
        }
    }

    /** Takes part no longer. */
    synchronized void leave() {
        tellings--;
        if (waiting > 0 && waiting == tellings) {
            make();
        }
    }

    private void make() {
        failure = null;
        try {
            if (change != null) {
                change.run();
            }
        } catch (RuntimeException e) {
            failure = e;
        }
        waiting = 0;
        round++;
        notifyAll();
    }
}
