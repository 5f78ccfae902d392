package io.vestibule.bench;

/** What a benchmark compares with is not there on this machine; nothing was measured and nothing is wrong. */
public final class NotMeasurableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param why what is missing, and how to get it */
    public NotMeasurableException(String why) {
        super(why);
    }
}
