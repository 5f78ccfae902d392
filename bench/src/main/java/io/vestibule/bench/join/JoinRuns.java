package io.vestibule.bench.join;

import io.vestibule.bench.BenchRun;
import io.vestibule.bench.WrongResultException;
import io.vestibule.bench.process.VestibuleProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What an importing process said of its imports.
 *
 * @param measured those that count
 * @param all how many there were, those to get warm included
 */
record JoinRuns(List<Import> measured, int all) {

    /** What the importing process gets at most. */
    static final int HEAP_MIB = 256;

    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    /**
     * One import.
     *
     * @param wallNanos how long it took, for each event
     * @param cpuNanos the processor time of the whole process, for each event
     * @param bareNanos the processor time of one bare verification, just before and after it
     * @param peakHeap the most heap in use, garbage included, in bytes
     */
    record Import(double wallNanos, double cpuNanos, double bareNanos, double peakHeap) {}

    /**
     * What is imported, and how often.
     *
     * @param url where the answer is
     * @param bootstrap where the broker is
     * @param events the events of the answer
     * @param warmSeconds how long it may get warm
     * @param imports how many count
     */
    record Task(String url, String bootstrap, int events, int warmSeconds, int imports) {}

    /** @return whether a process can be kept to one core here */
    static boolean canPin() {
        return Runtime.getRuntime().availableProcessors() > 1 && Files.isExecutable(TASKSET);
    }

    /** Runs a process and collects what it says. */
    static JoinRuns of(BenchRun run, Task task, boolean onOneCore) throws IOException, InterruptedException {
        Path log = run.folder().resolve("join.log");
        Process process = new ProcessBuilder(command(run, task, onOneCore))
                .redirectError(log.toFile())
                .start();
        List<Import> measured = new ArrayList<>();
        int all = 0;
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] said = line.split(" ");
                boolean counts = said[0].equals(JoinProcess.MEASURED);
                if (counts || said[0].equals(JoinProcess.WARM)) {
                    all++;
                    run.note(line);
                }
                if (counts) {
                    measured.add(new Import(number(said[1]), number(said[2]), number(said[3]), number(said[4])));
                }
            }
        }
        WrongResultException.unless(
                process.waitFor() == 0 && measured.size() == task.imports(),
                "the importing process broke: " + Files.readString(log));
        return new JoinRuns(measured, all);
    }

    /** The median over the imports. */
    double median(ToDoubleFunction<Import> of) {
        double[] sorted = measured.stream().mapToDouble(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** The largest over the imports. */
    double most(ToDoubleFunction<Import> of) {
        return measured.stream().mapToDouble(of).max().orElseThrow();
    }

    private static List<String> command(BenchRun run, Task task, boolean onOneCore) {
        List<String> command = new ArrayList<>();
        if (onOneCore) {
            int last = Runtime.getRuntime().availableProcessors() - 1;
            command.addAll(List.of(TASKSET.toString(), "-c", Integer.toString(last)));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + HEAP_MIB + "m", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(VestibuleProcess.HEAP_RATIOS);
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.vestibule.schemas");
        command.addAll(run.jvmOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), JoinProcess.class.getName()));
        command.addAll(List.of(task.url(), task.bootstrap(), run.folder().toString()));
        command.addAll(List.of(
                Integer.toString(task.events()),
                Integer.toString(task.warmSeconds()),
                Integer.toString(task.imports())));
        return command;
    }

    private static double number(String said) {
        return Double.parseDouble(said);
    }
}
