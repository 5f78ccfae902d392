package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every document: its links lead to files and headings that are there, and the code it shows is code that runs. */
class DocumentsDT {

    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();
    private static final Path EXAMPLES =
            ROOT.resolve("services/standalone/src/test/java/io/vestibule/standalone/example");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|`[^`\n]+`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");
    private static final Pattern SHOWN = Pattern.compile("(?ms)^<!-- snippet: (\\w+) -->\n```java\n(.*?)^```$");

    static Stream<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String folder : List.of("docs", "deploy", "interop")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(file -> !file.toString().contains("/target/")).forEach(pages::add);
            }
        }
        try (Stream<Path> files = Files.list(ROOT)) {
            files.forEach(pages::add);
        }
        return pages.stream().filter(file -> file.toString().endsWith(".md")).map(ROOT::relativize);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_leads_to_a_file_and_a_heading(Path page) throws IOException {
        // When
        List<String> broken = find(LINK, withoutCode(ROOT.resolve(page)))
                .map(match -> match.group(1))
                .filter(link -> !link.matches("(?i)(https?|mailto):.*"))
                .filter(link -> !leadsSomewhere(ROOT.resolve(page), link))
                .toList();

        // Then
        assertThat(broken).as(page.toString()).isEmpty();
    }

    @Test
    void every_page_of_docs_is_two_clicks_from_the_readme_at_most() throws IOException {
        // When
        List<Path> first = linked(ROOT.resolve("README.md"));
        List<Path> reached = Stream.concat(first.stream(), first.stream().flatMap(page -> linked(page).stream()))
                .distinct()
                .toList();

        // Then
        assertThat(reached)
                .containsAll(pages().filter(page -> page.startsWith("docs"))
                        .map(ROOT::resolve)
                        .toList());
    }

    @Test
    void code_that_a_page_shows_is_the_code_that_runs() throws IOException {
        // When
        String page = Files.readString(ROOT.resolve("docs/integrating.md"));
        List<MatchResult> shown = SHOWN.matcher(page).results().toList();

        // Then
        assertThat(shown)
                .isNotEmpty()
                .allSatisfy(match -> assertThat(snippet(match.group(1))).isEqualTo(match.group(2)));
    }

    private static String snippet(String name) throws IOException {
        String source = Files.readString(EXAMPLES.resolve("JoinEndpoint.java"));
        Pattern region = Pattern.compile("(?ms)^ *// snippet: " + name + "\n(.*?)^ *// end$");
        return find(region, source).map(match -> match.group(1)).findFirst().orElse("no snippet " + name);
    }

    private static List<Path> linked(Path page) {
        if (!page.toString().endsWith(".md")) {
            return List.of();
        }
        return find(LINK, withoutCode(page))
                .map(match -> match.group(1).replaceAll("#.*", ""))
                .filter(link -> !link.isEmpty() && !link.contains(":"))
                .map(link -> page.resolveSibling(link).normalize())
                .filter(Files::exists)
                .toList();
    }

    private static boolean leadsSomewhere(Path page, String link) {
        URI uri = URI.create(link);
        Path target = uri.getPath().isEmpty() ? page : page.resolveSibling(uri.getPath());
        if (!Files.exists(target)) {
            return false;
        }
        return uri.getFragment() == null || anchors(target).contains(uri.getFragment());
    }

    private static List<String> anchors(Path page) {
        return find(HEADING, withoutCode(page, "$0"))
                .map(match -> match.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toList());
    }

    private static String withoutCode(Path page) {
        return withoutCode(page, "");
    }

    // Links are not looked for in code, but a heading may hold some.
    private static String withoutCode(Path page, String inline) {
        try {
            return CODE.matcher(Files.readString(page))
                    .replaceAll(match -> match.group().startsWith("```") ? "" : inline.isEmpty() ? "" : inline);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Stream<MatchResult> find(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList().stream();
    }
}
