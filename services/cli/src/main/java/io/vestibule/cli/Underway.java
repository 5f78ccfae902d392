package io.vestibule.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs commands, and says on standard error each second that one is under way which has said nothing itself for as long: while
 * it connects, waits for another process, or reads what tells of no steps.
 */
final class Underway implements IExecutionStrategy {

    private static final Duration TICK = Duration.ofSeconds(1);

    @Override
    public int execute(ParseResult parsed) {
        CommandLine last = parsed.asCommandLineList().getLast();
        return last.getCommand() instanceof Answering command && command.endsByItself()
                ? watched(last, parsed)
                : new RunLast().execute(parsed);
    }

    private static int watched(CommandLine command, ParseResult parsed) {
        PrintWriter out = command.getOut();
        PrintWriter err = command.getErr();
        Watch watch = new Watch(command.getCommandSpec().qualifiedName(), err);
        command.setOut(watch.over(out)).setErr(watch.over(err));
        Thread ticking = Thread.startVirtualThread(watch);
        try {
            return new RunLast().execute(parsed);
        } finally {
            ticking.interrupt();
            command.setOut(out).setErr(err);
        }
    }

    /** Notices what is said, and speaks up where nothing is. Thread-safe. */
    private static final class Watch implements Runnable {

        private final long begin = System.nanoTime();
        private final String command;
        private final PrintWriter err;
        private volatile long said = begin;

        Watch(String command, PrintWriter err) {
            this.command = command;
            this.err = err;
        }

        PrintWriter over(PrintWriter to) {
            return new PrintWriter(new Noticed(to), true);
        }

        @Override
        public void run() {
            try {
                while (true) {
                    Thread.sleep(TICK);
                    long now = System.nanoTime();
                    if (now - said >= TICK.toNanos()) {
                        err.printf(
                                "%s is under way (%d s) …%n",
                                command, Duration.ofNanos(now - begin).toSeconds());
                        err.flush();
                    }
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }

        private final class Noticed extends FilterWriter {

            Noticed(Writer to) {
                super(to);
            }

            @Override
            public void write(char[] characters, int from, int length) throws IOException {
                said = System.nanoTime();
                super.write(characters, from, length);
            }

            @Override
            public void write(String text, int from, int length) throws IOException {
                said = System.nanoTime();
                super.write(text, from, length);
            }
        }
    }
}
