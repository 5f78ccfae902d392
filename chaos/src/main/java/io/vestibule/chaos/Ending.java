package io.vestibule.chaos;

/** Ends the processes of a run even if this one is stopped in the middle. */
final class Ending implements AutoCloseable {

    private final Thread hook;

    private Ending(Thread hook) {
        this.hook = hook;
    }

    static Ending of(Scene scene) {
        Thread hook = new Thread(() -> scene.cluster().close(), "end of the run");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Ending(hook);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
