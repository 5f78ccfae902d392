package io.vestibule.cli;

/** A command that ends with an answer. Whoever waits for it is told each second that it is under way. */
public interface Answering {

    /** @return whether it ends by itself; one that follows something until it is stopped is not waited for */
    default boolean endsByItself() {
        return true;
    }
}
