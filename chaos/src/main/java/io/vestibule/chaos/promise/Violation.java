package io.vestibule.chaos.promise;

/**
 * A promise that was broken.
 *
 * @param promise which, in a few words
 * @param where its coordinates: topic, partition and offset; room and user; command
 * @param what happened
 */
public record Violation(String promise, String where, String what) {

    @Override
    public String toString() {
        return promise + " at " + where + ": " + what;
    }
}
