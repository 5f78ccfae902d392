package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command line of the launcher that a page shows, in a block or in a sentence, is one that the launcher knows. */
class CommandLinesDT {

    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();
    private static final Pattern SHOWN = Pattern.compile("\\./vestibule ((?:(?!\\./vestibule)[^`#|\\n)])+)");

    /** Commands that hand what follows to a program of the checkout. */
    private static final List<String> HANDED_ON = List.of("interop", "bench", "fuzz", "chaos");

    @Test
    void every_command_and_option_that_a_page_shows_exists() throws IOException {
        // When
        List<String> lines = new ArrayList<>();
        for (Path page : pages()) {
            SHOWN.matcher(Files.readString(page))
                    .results()
                    .forEach(match -> lines.add(match.group(1).strip()));
        }

        // Then
        assertThat(lines)
                .hasSizeGreaterThan(100)
                .allSatisfy(line -> assertThat(unknown(line)).isEmpty());
    }

    /** The first word of a command line that the launcher does not know; empty if it knows all of them. */
    private static String unknown(String line) {
        CommandLine command = Main.commandLine();
        for (String word : line.split("[\\s=]+")) {
            if (command.getSubcommands().containsKey(word)) {
                command = command.getSubcommands().get(word);
            } else if (HANDED_ON.contains(command.getCommandName())) {
                return "";
            } else if (word.startsWith("--")) {
                String option = word.replaceAll("[^a-z-]+$", "");
                if (!command.getCommandSpec().optionsMap().containsKey(option)) {
                    return word;
                }
            } else if (!command.getSubcommands().isEmpty() && word.matches("[a-z][a-z-]*")) {
                return word;
            }
        }
        return "";
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        for (String folder : List.of("docs", "deploy", "interop")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(file -> !file.toString().contains("/target/"))
                        .filter(file -> file.toString().matches(".*\\.(md|yaml|service)"))
                        .forEach(pages::add);
            }
        }
        return pages;
    }
}
