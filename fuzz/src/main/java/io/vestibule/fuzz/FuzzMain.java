package io.vestibule.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code ./vestibule fuzz TARGET|all [--seconds N] [--runs N] [--seed N] [--at-once N] [--longest N] [--keep]}: lets Jazzer look for
 * inputs, of so many bytes at most, that break a target's property, from the corpus that is kept. Exits with 1 if one was found; the
 * input then lies in {@code fuzz/target/findings}.
 */
public final class FuzzMain {

    private static final int DEFAULT_SECONDS = 60;
    private static final int USAGE = 2;
    private static final Pattern EXECUTED = Pattern.compile("stat::number_of_executed_units:\\s*(\\d+)");
    private static final Pattern PROGRESS = Pattern.compile("^#(\\d+)\\s.*");

    private final Path home;
    private final Options options;

    /** What was asked for. */
    private record Options(
            List<Target> targets, int seconds, long runs, long seed, int atOnce, long longest, boolean keep) {}

    /** What a target's run came to. */
    private record Outcome(Target target, long executions, int exit) {}

    private FuzzMain(Path home, Options options) {
        this.home = home;
        this.options = options;
    }

    /** Runs the targets, as many at once as was asked for, and says how many executions there were. */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Options options;
        try {
            options = options(List.of(arguments));
        } catch (IllegalArgumentException wrong) {
            System.err.println("fuzz: " + wrong.getMessage());
            System.err.println("usage: vestibule fuzz TARGET|all [--seconds N] [--runs N] [--seed N] [--at-once N]"
                    + " [--longest N] [--keep];"
                    + " targets: "
                    + Arrays.stream(Target.values()).map(Target::label).collect(Collectors.joining(", ")));
            System.exit(USAGE);
            return;
        }
        Path home = Path.of(System.getProperty("vestibule.home", "")).resolve("fuzz");
        System.exit(new FuzzMain(home, options).run() ? 0 : 1);
    }

    /**
     * @return the target of this name
     * @throws IllegalArgumentException if there is none
     */
    static Target target(String label) {
        return Arrays.stream(Target.values())
                .filter(target -> target.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no target \"" + label + "\""));
    }

    private static Options options(List<String> arguments) {
        List<Target> targets = new ArrayList<>();
        int seconds = DEFAULT_SECONDS;
        long runs = -1;
        long seed = 0;
        int atOnce = 1;
        long longest = 0; // by the corpus
        boolean keep = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--seconds" -> seconds = (int) number(arguments, ++i);
                case "--runs" -> runs = number(arguments, ++i);
                case "--seed" -> seed = number(arguments, ++i);
                case "--at-once" -> atOnce = (int) number(arguments, ++i);
                case "--longest" -> longest = number(arguments, ++i);
                case "--keep" -> keep = true;
                case "all" -> targets.addAll(List.of(Target.values()));
                default -> targets.add(target(argument));
            }
        }
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("no target");
        }
        return new Options(targets, seconds, runs, seed, atOnce, longest, keep);
    }

    private static long number(List<String> arguments, int at) {
        String text = at < arguments.size() ? arguments.get(at) : "";
        if (!text.matches("[1-9][0-9]{0,11}")) {
            throw new IllegalArgumentException("expected a number behind " + arguments.get(at - 1));
        }
        return Long.parseLong(text);
    }

    private boolean run() throws InterruptedException, ExecutionException {
        List<Future<Outcome>> running;
        try (ExecutorService lanes = Executors.newFixedThreadPool(options.atOnce())) {
            running = options.targets().stream()
                    .map(target -> lanes.submit(() -> told(target)))
                    .toList();
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> done : running) {
            outcomes.add(done.get());
        }
        System.out.printf(
                Locale.ROOT,
                "%-12s %,12d executions%n",
                "all",
                outcomes.stream().mapToLong(Outcome::executions).sum());
        return outcomes.stream().allMatch(outcome -> outcome.exit() == 0);
    }

    private Outcome told(Target target) throws IOException, InterruptedException {
        long started = System.nanoTime();
        Outcome outcome = fuzz(target);
        long took = (System.nanoTime() - started) / 1_000_000_000L;
        System.out.printf(
                Locale.ROOT,
                "%-12s %,12d executions in %d s: %s%n",
                target.label(),
                outcome.executions(),
                took,
                outcome.exit() == 0 ? "nothing found" : "FOUND SOMETHING, exit " + outcome.exit());
        if (options.keep() && outcome.exit() == 0) {
            keep(target);
        }
        return outcome;
    }

    private Outcome fuzz(Target target) throws IOException, InterruptedException {
        Path fresh = Files.createDirectories(home.resolve("target/corpus").resolve(target.label()));
        Path findings = Files.createDirectories(home.resolve("target/findings"));
        List<String> command = jazzer(target);
        command.add("-max_total_time=" + options.seconds());
        command.add("-runs=" + options.runs());
        command.add("-seed=" + options.seed());
        command.add("-max_len=" + options.longest());
        command.add("-timeout=60");
        command.add("-print_final_stats=1");
        command.add("-artifact_prefix=" + findings + "/" + target.label() + "-");
        command.add(fresh.toString());
        command.add(kept(target).toString());
        return execute(target, command);
    }

    /** Adds what was found to be new to what is kept, without what covers nothing more. */
    private void keep(Target target) throws IOException, InterruptedException {
        List<String> command = jazzer(target);
        command.add("-merge=1");
        command.add(kept(target).toString());
        command.add(home.resolve("target/corpus").resolve(target.label()).toString());
        execute(target, command);
    }

    private Path kept(Target target) throws IOException {
        return Files.createDirectories(home.resolve("corpus").resolve(target.label()));
    }

    private List<String> jazzer(Target target) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-D" + FuzzEntry.TARGET + "=" + target.label(),
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzEntry.class.getName(),
                "--instrumentation_includes=io.vestibule.matrix.**",
                "--custom_hook_includes=io.vestibule.matrix.**",
                "--reproducer_path=" + home.resolve("target")));
    }

    private static Outcome execute(Target target, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        long executions = 0;
        List<String> tail = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher executed = EXECUTED.matcher(line);
                Matcher progress = PROGRESS.matcher(line);
                if (executed.find()) {
                    executions = Long.parseLong(executed.group(1));
                } else if (progress.matches()) {
                    executions = Math.max(executions, Long.parseLong(progress.group(1)));
                } else {
                    tail.add(line);
                }
            }
        }
        int exit = process.waitFor();
        if (exit != 0) {
            tail.subList(Math.max(0, tail.size() - 60), tail.size()).forEach(System.err::println);
        }
        return new Outcome(target, executions, exit);
    }
}
