package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.cli.Answering;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** Every command of the launcher, those below others too: it explains itself, and somewhere a test runs it. */
class CommandHelpTest {

    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();

    /** A completion script is for a shell, and is nothing else in any other form. */
    private static final Set<String> NOT_FOR_PROGRAMS = Set.of("completion");

    /** What tests run: they do it themselves, or the README's blocks and CI do, which are run as well. */
    private static String examples = "";

    @BeforeAll
    static void readExamples() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String folder : List.of("services/standalone/src/test/java", "services/cli/src/test/java")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(file -> !file.endsWith("CommandHelpTest.java"))
                        .toList()) {
                    all.append(Files.readString(file));
                }
            }
        }
        all.append(Files.readString(ROOT.resolve("README.md")));
        examples = all.append(Files.readString(ROOT.resolve(".ci/run"))).toString();
    }

    static Stream<List<String>> commands() {
        return below(Main.commandLine(), List.of());
    }

    private static Stream<List<String>> below(CommandLine command, List<String> path) {
        return command.getSubcommands().entrySet().stream().flatMap(entry -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(entry.getKey());
            return Stream.concat(Stream.of(longer), below(entry.getValue(), longer));
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void a_command_explains_itself_and_each_of_its_options(List<String> command) {
        // Given
        StringWriter said = new StringWriter();
        CommandLine line =
                Main.commandLine().setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
        List<String> arguments = new ArrayList<>(command);
        arguments.add("--help");

        // When
        int code = line.execute(arguments.toArray(String[]::new));

        // Then
        assertThat(code).as(said.toString()).isZero();
        assertThat(said.toString()).contains("Usage: vestibule " + String.join(" ", command));
        CommandLine asked = line;
        for (String name : command) {
            asked = asked.getSubcommands().get(name);
        }
        assertThat(asked.getCommandSpec().usageMessage().description())
                .as("description")
                .isNotEmpty();
        assertThat(asked.getCommandSpec().args())
                .allSatisfy(arg -> assertThat(description(arg))
                        .as(arg.paramLabel() + " " + arg)
                        .isNotBlank());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void a_test_runs_it(List<String> command) {
        // When
        String inCode =
                command.stream().map(name -> "\"" + Pattern.quote(name) + "\"").collect(Collectors.joining(",\\s*"));
        String inShell = "\\./vestibule " + Pattern.quote(String.join(" ", command)) + "(?=[\\s`]|$)";

        // Then
        assertThat(examples).containsPattern(inCode + "|" + inShell);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void what_answers_can_answer_in_json(List<String> command) {
        // Given
        CommandLine asked = Main.commandLine();
        for (String name : command) {
            asked = asked.getSubcommands().get(name);
        }
        boolean answers = asked.getCommand() instanceof Answering && !NOT_FOR_PROGRAMS.contains(command.getFirst());

        // Then
        if (answers && asked.getSubcommands().isEmpty()) {
            assertThat(asked.getCommandSpec().optionsMap()).containsKey("--json");
        }
    }

    private static String description(ArgSpec arg) {
        return String.join(" ", arg.description());
    }
}
