package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README and the pages beside it say is true: shell blocks run, commands exist, links lead somewhere. */
class ReadmeDT {

    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();
    private static final List<String> PAGES = List.of("README.md", "deploy/README.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\./vestibule ([a-z]+(?:-[a-z]+)*)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");
    private static final long LIMIT_SECONDS = 120;

    @TempDir
    Path directory;

    static Stream<String> shellBlocks() throws IOException {
        return find(BLOCK, "README.md").map(match -> match.group(1).strip());
    }

    @ParameterizedTest
    @MethodSource("shellBlocks")
    void a_shell_block_of_the_readme_runs(String block) throws Exception {
        // Given
        Path output = directory.resolve("output");
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", block)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().put("VESTIBULE_NO_BUILD", "yes");

        // When
        Process process = shell.start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();

        // Then
        String said = Files.readString(output, UTF_8);
        assertThat(ended).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    @Test
    void the_readme_has_shell_blocks_that_are_tested() throws IOException {
        assertThat(shellBlocks()).contains("./vestibule demo --once", "./vestibule --help");
    }

    @Test
    void every_command_that_the_readme_names_exists() throws IOException {
        // When
        List<String> named = find(COMMAND, "README.md")
                .map(match -> match.group(1))
                .distinct()
                .toList();

        // Then
        assertThat(named).isNotEmpty();
        assertThat(Main.commandLine().getSubcommands().keySet()).containsAll(named);
    }

    @Test
    void every_command_of_the_launcher_is_named_by_the_readme() throws IOException {
        // When
        String readme = Files.readString(ROOT.resolve("README.md"));

        // Then
        assertThat(Main.commandLine().getSubcommands().keySet())
                .allSatisfy(command -> assertThat(readme).contains("./vestibule " + command));
    }

    @Test
    void every_relative_link_leads_to_a_file() throws IOException {
        for (String page : PAGES) {
            // When
            List<String> links = find(LINK, page)
                    .map(match -> match.group(1))
                    .filter(link -> !link.startsWith("http"))
                    .map(link -> link.replaceAll("#.*", ""))
                    .filter(link -> !link.isEmpty())
                    .toList();

            // Then
            assertThat(links)
                    .as(page)
                    .allSatisfy(link ->
                            assertThat(ROOT.resolve(page).resolveSibling(link)).exists());
        }
    }

    private static Stream<MatchResult> find(Pattern pattern, String page) throws IOException {
        return pattern.matcher(Files.readString(ROOT.resolve(page))).results().toList().stream();
    }
}
