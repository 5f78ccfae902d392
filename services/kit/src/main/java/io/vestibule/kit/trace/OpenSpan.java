package io.vestibule.kit.trace;

import org.jspecify.annotations.Nullable;

/** A span that has begun. To be ended once; whatever is said of it afterwards is lost. Thread-safe. */
public interface OpenSpan {

    /** No span: where nothing is traced. */
    OpenSpan NONE = new OpenSpan() {};

    /** @return who it is, null where nothing is traced */
    default @Nullable TraceContext context() {
        return null;
    }

    /** @return the value of the header for what follows from it, null where nothing is traced */
    default byte @Nullable [] header() {
        TraceContext context = context();
        return context == null ? null : context.bytes();
    }

    /** Something that has become known of it. */
    default void note(String attribute, String text) {}

    /** Something that has become known of it. */
    default void note(String attribute, long number) {}

    /**
     * It came to nothing.
     *
     * @param type in a word, the same for all that failed like this
     */
    default void failed(String type) {}

    /** It is over. */
    default void end() {}
}
