package io.vestibule.bench;

/** Something that can be measured. Stateless. */
public interface Bench {

    /** @return the name on the command line */
    String name();

    /** @return one line on what it measures */
    String about();

    /**
     * Measures, and says every figure to {@link BenchRun#say}.
     *
     * @throws WrongResultException if what was measured did not do its work
     * @throws NotMeasurableException if what it compares with is not there
     * @throws Exception if it could not be measured
     */
    void run(BenchRun run) throws Exception;
}
