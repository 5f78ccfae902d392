package io.vestibule.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Whoever waits for an answer is told that it is under way. */
class UnderwayTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Answers when something has happened. */
    @Command(name = "slow")
    private record Slow(BooleanSupplier until) implements Callable<Integer>, Answering {
        @Override
        public Integer call() {
            await().atMost(LONG).until(until::getAsBoolean);
            return 0;
        }
    }

    /** Follows something. */
    @Command(name = "endless")
    private static final class Endless implements Callable<Integer>, Answering {
        @Override
        public boolean endsByItself() {
            return false;
        }

        @Override
        public Integer call() {
            return 0;
        }
    }

    @Test
    void a_command_that_says_nothing_for_a_second_is_said_to_be_under_way() {
        // When
        int code = run(new Slow(() -> err.toString().contains("slow is under way (2 s)")));

        // Then
        assertThat(code).isZero();
        assertThat(err.toString()).startsWith("slow is under way (1 s) …");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_command_that_answers_at_once_is_not() {
        // When
        int code = run(new Slow(() -> true));

        // Then
        assertThat(code).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void commands_write_to_where_the_caller_said_before_and_after() {
        // Given
        PrintWriter to = new PrintWriter(out);
        CommandLine line = CommandErrors.install(new CommandLine(new Endless())).setOut(to);

        // When
        line.execute();
        line.execute("--wrong");

        // Then
        assertThat(line.getOut()).isSameAs(to);
    }

    private int run(Object command) {
        return CommandErrors.install(new CommandLine(command))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute();
    }
}
