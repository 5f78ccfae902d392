package io.vestibule.matrix.json;

/** Which numbers a document may hold. Everything else that canonical JSON demands is demanded under both. */
public enum JsonRules {
    /**
     * Room version 6 and later: integers from −(2^53−1) to 2^53−1, without fraction, exponent or negative zero. A number
     * such as {@code 1.0} is refused although its value is integral, because other servers read it as a float.
     */
    STRICT,

    /**
     * Room versions 1 to 5 and documents that nobody signs: any number of JSON that is finite as a double.
     *
     * <p>In canonical form an integer keeps its digits, whatever its size (at most {@value Numbers#MOST_DIGITS}), and
     * {@code -0} becomes {@code 0}. A number with an exponent whose value is an integer within ±(2^53−1) becomes that
     * integer, as the specification's example shows ({@code 1e10} becomes {@code 10000000000}). The specification is silent
     * on every other float; those become what Python's {@code repr} makes of the double ({@code 1.50} becomes {@code 1.5},
     * {@code 1.0} stays, {@code 1E16} becomes {@code 1e+16}), because Synapse signs that form and never emits an exponent
     * for a number that the first rule covers.
     */
    LENIENT
}
