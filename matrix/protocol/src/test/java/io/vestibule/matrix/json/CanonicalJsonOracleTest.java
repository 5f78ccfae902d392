package io.vestibule.matrix.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Generated documents, read by the index and by the oracle. {@code -Dvestibule.json.documents=5000000} sets how many, {@code
 * -Dvestibule.json.seed=N} which.
 */
class CanonicalJsonOracleTest {

    private static final int DOCUMENTS = Integer.getInteger("vestibule.json.documents", 200_000);
    private static final long SEED = Long.getLong("vestibule.json.seed", 20261121L);
    private static final String[] DROPPED = {"unsigned", "signatures", "hashes"};
    private static final JsonSelection REST = JsonSelection.allBut(DROPPED);

    @Test
    void the_index_and_the_oracle_agree_on_every_generated_document() {
        // Given
        RandomDocuments documents = new RandomDocuments(SEED);
        JacksonOracle strict = new JacksonOracle(JsonRules.STRICT);
        JacksonOracle lenient = new JacksonOracle(JsonRules.LENIENT);
        int accepted = 0;

        for (int i = 0; i < DOCUMENTS; i++) {
            byte[] document = documents.next();

            // When
            String canonical = canonical(document, JsonRules.LENIENT);

            // Then
            check(document, canonical, lenient.canonical(document), "lenient");
            if (i % 4 == 0) {
                check(document, canonical(document, JsonRules.STRICT), strict.canonical(document), "strict");
                check(document, without(document), lenient.canonicalWithout(document, Set.of(DROPPED)), "selection");
                check(document, kept(document), canonical, "an index that is kept");
            }
            if (canonical != null) {
                accepted++;
                check(document, canonical(canonical.getBytes(UTF_8), JsonRules.LENIENT), canonical, "idempotence");
            }
        }
        assertThat(accepted).as("documents that are right").isBetween(DOCUMENTS / 4, DOCUMENTS * 9 / 10);
    }

    private static void check(byte[] document, @Nullable String actual, @Nullable String expected, String what) {
        if (actual == null ? expected != null : !actual.equals(expected)) {
            assertThat(actual).as("%s of %s", what, new String(document, UTF_8)).isEqualTo(expected);
        }
    }

    private static @Nullable String canonical(byte[] document, JsonRules rules) {
        try {
            return new String(CanonicalJson.canonicalise(document, rules), UTF_8);
        } catch (InvalidJsonException refused) {
            return null;
        }
    }

    private static @Nullable String kept(byte[] document) {
        try {
            return new String(JsonValue.parse(document, JsonRules.LENIENT).canonical(), UTF_8);
        } catch (InvalidJsonException refused) {
            return null;
        }
    }

    private static @Nullable String without(byte[] document) {
        try {
            return new String(CanonicalJson.of(JsonObject.parse(document, JsonRules.LENIENT), REST), UTF_8);
        } catch (InvalidJsonException refused) {
            return null;
        }
    }
}
