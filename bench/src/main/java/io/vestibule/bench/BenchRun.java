package io.vestibule.bench;

import io.vestibule.bench.report.Figure;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * One run of one benchmark.
 *
 * @param length how much time there is
 * @param folder an empty folder to work in
 * @param jvmOptions further options for the processes that are measured, for instance to profile them
 * @param figures takes what was measured
 * @param progress takes a line now and then on what is being done
 */
public record BenchRun(
        Length length, Path folder, List<String> jvmOptions, Consumer<Figure> figures, Consumer<String> progress) {

    /** How much time a run has. */
    public enum Length {
        /** Seconds: only to see that it runs and that its results are right. */
        SMOKE,
        /** About a minute. */
        SHORT,
        /** As long as the figures need. */
        FULL
    }

    /** Says a figure. */
    public void say(Figure figure) {
        figures.accept(figure);
    }

    /** Says what is being done. */
    public void note(String line) {
        progress.accept(line);
    }

    /** @return one of three sizes, by the length of the run */
    public int size(int smoke, int shorter, int full) {
        return switch (length) {
            case SMOKE -> smoke;
            case SHORT -> shorter;
            case FULL -> full;
        };
    }

    /** @return whether the run is to cover everything */
    public boolean isFull() {
        return length == Length.FULL;
    }
}
