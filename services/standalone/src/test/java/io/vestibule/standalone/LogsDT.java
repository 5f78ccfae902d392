package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.log.LogKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The keys of log lines are those that {@code docs/operations.md} lists. */
class LogsDT {

    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();
    private static final Pattern USED = Pattern.compile("addKeyValue\\(\\s*(?:\"(\\w+)\"|LogKeys\\.(\\w+))");
    private static final Pattern ANY = Pattern.compile("addKeyValue\\(");
    private static final Pattern LISTED = Pattern.compile("`(\\w+)`");

    @Test
    void every_key_is_listed_and_every_listed_key_is_used() throws Exception {
        // Given
        String page = Files.readString(ROOT.resolve("docs/operations.md"));
        String table = page.substring(page.indexOf("| key | what |"), page.indexOf("`LogsDT` holds"));

        // When
        Set<String> used = new TreeSet<>();
        for (Path file : sources()) {
            String source = Files.readString(file);
            Stream<MatchResult> keys = USED.matcher(source).results().toList().stream();
            assertThat(ANY.matcher(source).results().count())
                    .as("keys that are not written down in " + file)
                    .isEqualTo(USED.matcher(source).results().count());
            for (MatchResult key : keys.toList()) {
                used.add(key.group(1) != null ? key.group(1) : constant(key.group(2)));
            }
        }

        // Then
        Set<String> listed = new TreeSet<>();
        LISTED.matcher(table).results().forEach(key -> listed.add(key.group(1)));
        assertThat(used).isEqualTo(listed);
    }

    private static String constant(String name) throws ReflectiveOperationException {
        return (String) LogKeys.class.getField(name).get(null);
    }

    /** What runs in a deployment. */
    private static Set<Path> sources() throws IOException {
        Set<Path> sources = new TreeSet<>();
        for (String folder : Set.of("matrix", "schemas", "streams-topology", "services", "verifier")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().contains("/src/main/java/")
                                && file.toString().endsWith(".java"))
                        .forEach(sources::add);
            }
        }
        return sources;
    }
}
