package io.vestibule.fuzz;

import static io.vestibule.fuzz.BrokenPropertyException.unless;

import io.vestibule.matrix.json.CanonicalJson;
import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonRules;
import java.util.Arrays;
import java.util.Optional;

/**
 * Accepts no document that Jackson refuses, strictly none with a number that canonical JSON does not allow, and refuses none that is
 * right; what comes out is the same value, and canonical.
 */
final class CanonicalTarget {

    private CanonicalTarget() {}

    static void run(byte[] input) {
        Optional<Object> tree = JacksonReading.read(input);
        Optional<byte[]> strict = canonical(input, JsonRules.STRICT);
        boolean right = tree.isPresent() && JacksonReading.isStrict(tree.get());
        unless(strict.isPresent() == right, "strict: " + strict.isPresent() + ", Jackson: " + right);
        Optional<byte[]> lenient = canonical(input, JsonRules.LENIENT);
        unless(lenient.isEmpty() || tree.isPresent(), "lenient accepts what Jackson refuses");
        unless(strict.isEmpty() || lenient.isPresent(), "lenient refuses what strict accepts");
        if (strict.isPresent()) {
            byte[] canonical = strict.get();
            unless(JacksonReading.read(canonical).equals(tree), "the canonical form is another value");
            unless(
                    Arrays.equals(
                            canonical, canonical(canonical, JsonRules.STRICT).orElse(new byte[0])),
                    "not idempotent");
        }
        lenient.ifPresent(canonical -> unless(
                Arrays.equals(canonical, canonical(canonical, JsonRules.LENIENT).orElse(new byte[0])), "not stable"));
    }

    private static Optional<byte[]> canonical(byte[] document, JsonRules rules) {
        try {
            return Optional.of(CanonicalJson.canonicalise(document, rules));
        } catch (InvalidJsonException refused) {
            return Optional.empty();
        }
    }
}
