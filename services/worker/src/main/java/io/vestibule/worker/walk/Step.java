package io.vestibule.worker.walk;

import io.vestibule.matrix.id.ServerName;

/** What a walk wants done next. */
public sealed interface Step {

    /**
     * Ask a server now and report with {@link Walk#replied}.
     *
     * @param call the number of this call, to report under
     * @param candidate the server's place in the plan
     * @param server whom to ask
     * @param timeoutMs how long to wait for the answer
     */
    record Ask(int call, int candidate, ServerName server, long timeoutMs) implements Step {}

    /**
     * Nothing to do before a reply comes or the time is reached.
     *
     * @param untilMs milliseconds since the epoch
     */
    record Wait(long untilMs) implements Step {}

    /** The walk is over. */
    record Ended(Ending ending) implements Step {}
}
