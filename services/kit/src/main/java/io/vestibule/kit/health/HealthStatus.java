package io.vestibule.kit.health;

/** What a check found. */
public sealed interface HealthStatus {

    /** All is well. */
    HealthStatus UP = new Up();

    /** All is well. */
    record Up() implements HealthStatus {}

    /**
     * Something is not well.
     *
     * @param reason one sentence for the person on call
     */
    record Down(String reason) implements HealthStatus {}

    /** Up if the condition holds, else down with the reason. */
    static HealthStatus of(boolean up, String reason) {
        return up ? UP : new Down(reason);
    }
}
