package io.vestibule.matrix.json;

import java.math.BigDecimal;
import java.util.OptionalLong;

/** A number, kept as it was written. */
public final class JsonNumber extends JsonValue {

    JsonNumber(JsonIndex index, int node) {
        super(index, node);
    }

    /** @return the value if it is written as an integer, without fraction or exponent, and fits a long */
    public OptionalLong integer() {
        int start = index.start(node);
        int end = index.end(node);
        if (!Numbers.isInteger(index.bytes, start, end)) {
            return OptionalLong.empty();
        }
        if (end - start <= 18) {
            return OptionalLong.of(Numbers.toLong(index.bytes, start, end));
        }
        try {
            return OptionalLong.of(Long.parseLong(toString()));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    /** @return the exact value; may have very many digits */
    public BigDecimal decimal() {
        return new BigDecimal(toString());
    }
}
