package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.metrics.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/security.md} and {@code docs/protocol.md} say is shown by tests that exist. */
class SecurityDT {

    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();
    private static final Pattern SHOWN_BY = Pattern.compile("`([A-Z]\\w+(?:Test|IT|FT|DT))\\.(\\w+)`");
    private static final Pattern THREAT = Pattern.compile("(?m)^\\| (?!threat|\\||-).*\\| (.*) \\|$");

    static Stream<String> namedTests() throws IOException {
        return find(SHOWN_BY, page("docs/security.md") + page("docs/protocol.md"))
                .map(match -> match.group(1) + "." + match.group(2))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("namedTests")
    void a_test_that_the_page_names_exists(String named) throws IOException {
        // Given
        String type = named.substring(0, named.indexOf('.'));
        String method = named.substring(named.indexOf('.') + 1);

        // When
        List<Path> sources = sources(type);

        // Then
        assertThat(sources).as("sources of " + type).hasSize(1);
        assertThat(Files.readString(sources.getFirst()))
                .containsPattern("(?:void|boolean) " + Pattern.quote(method) + "\\(");
    }

    @Test
    void every_threat_names_a_test() throws IOException {
        // Given
        String page = page("docs/security.md");
        String threats = page.substring(page.indexOf("## Too much"), page.indexOf("## Malformed input"));

        // When
        List<String> shownBy =
                find(THREAT, threats).map(match -> match.group(1)).toList();

        // Then
        assertThat(shownBy)
                .hasSizeGreaterThan(25)
                .allSatisfy(cell -> assertThat(cell).containsPattern(SHOWN_BY));
    }

    @ParameterizedTest
    @EnumSource
    void every_limit_stands_on_the_page_with_a_test_that_reaches_it(Limit limit) throws IOException {
        // Given
        String page = page("docs/security.md");
        String limits = page.substring(page.indexOf("## Every limit"));

        // When
        List<String> rows = limits.lines()
                .filter(line -> line.startsWith("|"))
                .filter(line -> line.split("\\|", 3)[1].contains("`" + limit.label() + "`"))
                .toList();

        // Then
        assertThat(rows).as(limit.label()).hasSize(1);
        assertThat(rows.getFirst()).containsPattern(SHOWN_BY);
    }

    private static String page(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    private static List<Path> sources(String type) throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT,
                20,
                (path, attributes) -> attributes.isRegularFile()
                        && path.getFileName().toString().equals(type + ".java")
                        && path.toString().contains("/src/test/"))) {
            return files.toList();
        }
    }

    private static Stream<MatchResult> find(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }
}
