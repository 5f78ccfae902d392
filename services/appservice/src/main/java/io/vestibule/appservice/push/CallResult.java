package io.vestibule.appservice.push;

/** What came of a call to an application service. */
public sealed interface CallResult {

    /**
     * It answered.
     *
     * @param status the status code
     * @param errcode the error code of the body, empty for none
     */
    record Answered(int status, String errcode) implements CallResult {}

    /**
     * It did not answer.
     *
     * @param reason why, without addresses and tokens
     */
    record Unanswered(String reason) implements CallResult {}

    /** @return whether the service took it */
    default boolean taken() {
        return this instanceof Answered answered && answered.status() >= 200 && answered.status() < 300;
    }

    /** @return a word for logs and metrics: the status, or {@code unreachable} */
    default String label() {
        return switch (this) {
            case Answered answered -> Integer.toString(answered.status());
            case Unanswered unanswered -> "unreachable";
        };
    }

    /** @return the same with its reason */
    default String detail() {
        return switch (this) {
            case Answered answered ->
                answered.status() + (answered.errcode().isEmpty() ? "" : " " + answered.errcode());
            case Unanswered unanswered -> unanswered.reason();
        };
    }
}
