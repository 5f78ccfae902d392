package io.vestibule.chaos.cluster;

import java.io.IOException;

/** Signals that Java cannot send by itself. */
final class Signals {

    private Signals() {}

    /** The process does nothing from here on, and notices nothing. */
    static void pause(long pid) throws IOException, InterruptedException {
        send("STOP", pid);
    }

    /** It goes on as if nothing had been. */
    static void resume(long pid) throws IOException, InterruptedException {
        send("CONT", pid);
    }

    private static void send(String signal, long pid) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("no process " + pid + " to send " + signal + " to");
        }
    }
}
