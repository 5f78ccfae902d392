package io.vestibule.standalone.demo;

/**
 * One scene of the demo.
 *
 * @param title what it shows, in a few words
 * @param play what happens
 */
record Scene(String title, Play play) {

    /** The course of a scene. */
    @FunctionalInterface
    interface Play {
        /** Plays; what does not hold is noted in the take. */
        void on(Take take) throws Exception;
    }

    SceneReport playOn(Stage stage, Narrator narrator, int number) {
        narrator.say("");
        narrator.say("%d  %s", number, title);
        Take take = new Take(stage, narrator, title);
        try {
            play.on(take);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            take.complain("was interrupted");
        } catch (Exception failure) {
            take.complain("failed: " + failure);
        }
        SceneReport report = take.report();
        report.complaints().forEach(complaint -> narrator.say("   NOT AS EXPECTED: %s", complaint));
        return report;
    }
}
