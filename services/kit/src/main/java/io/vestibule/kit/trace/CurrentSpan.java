package io.vestibule.kit.trace;

/** The span within which code runs, without its being handed through every call. Nothing is bound where nothing is traced. */
public final class CurrentSpan {

    private static final ScopedValue<OpenSpan> CURRENT = ScopedValue.newInstance();

    private CurrentSpan() {}

    /** @return the span of the calling thread; {@link OpenSpan#NONE} if there is none */
    public static OpenSpan get() {
        return CURRENT.isBound() ? CURRENT.get() : OpenSpan.NONE;
    }

    /**
     * Runs code within a span; threads that it begins have to be told.
     *
     * @throws X what the code throws
     */
    public static <R, X extends Throwable> R within(OpenSpan span, ScopedValue.CallableOp<? extends R, X> code)
            throws X {
        return ScopedValue.where(CURRENT, span).call(code);
    }
}
