package io.vestibule.standalone.demo;

/**
 * One scene of the demo.
 *
 * @param title what it shows, in a few words
 * @param opening what happens before the first scene and is told in its turn, so that nobody watches it wait
 * @param play what happens
 */
record Scene(String title, Play opening, Play play) {

    Scene(String title, Play play) {
        this(title, take -> {}, play);
    }

    /** The course of a scene. */
    @FunctionalInterface
    interface Play {
        /** Plays; what does not hold is noted in the take. */
        void on(Take take) throws Exception;
    }

    /** Plays the opening; what it says is kept. */
    Take open(Stage stage, Narrator narrator) {
        Take take = new Take(stage, narrator, title);
        part(opening, take);
        return take;
    }

    SceneReport playOn(Take take, Narrator narrator, int number) {
        narrator.say("");
        narrator.say("%d  %s", number, title);
        take.tellOpening();
        part(play, take);
        SceneReport report = take.report();
        report.complaints().forEach(complaint -> narrator.say("   NOT AS EXPECTED: %s", complaint));
        return report;
    }

    private static void part(Play part, Take take) {
        try {
            part.on(take);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            take.complain("was interrupted");
        } catch (Exception failure) {
            take.complain("failed: " + failure);
        }
    }
}
