package io.vestibule.ingress.glob;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "evil.example, evil.example, true",
        "evil.example, a.evil.example, false",
        "*.evil.example, a.evil.example, true",
        "*.evil.example, evil.example, false",
        "*evil*, not-evil.example, true",
        "?.example, a.example, true",
        "?.example, ab.example, false",
        "*, anything, true",
        "a.b, axb, false",
    })
    void a_glob_matches_whole_texts(String pattern, String text, boolean expected) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(expected);
        assertThat(new GlobSet(List.of("other", pattern)).matches(text)).isEqualTo(expected);
    }

    @Property
    boolean it_agrees_with_the_naive_reading(
            @ForAll @Chars({'a', 'b', '*', '?'}) @StringLength(max = 8) String pattern,
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 8) String text) {
        return new Glob(pattern).matches(text) == naive(pattern, text);
    }

    @Test
    void a_malicious_glob_takes_no_time() {
        // Given
        Glob glob = new Glob("*a".repeat(100) + "b");
        String text = "a".repeat(10_000);

        // When
        // Then
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(glob.matches(text)).isFalse());
    }

    private static boolean naive(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        String rest = pattern.substring(1);
        return switch (pattern.charAt(0)) {
            case '*' -> naive(rest, text) || !text.isEmpty() && naive(pattern, text.substring(1));
            case '?' -> !text.isEmpty() && naive(rest, text.substring(1));
            default -> !text.isEmpty() && text.charAt(0) == pattern.charAt(0) && naive(rest, text.substring(1));
        };
    }
}
