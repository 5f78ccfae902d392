package io.vestibule.bench;

/** What was measured did something else than its work, so that its figures mean nothing. */
public final class WrongResultException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public WrongResultException(String message) {
        super(message);
    }

    /** Throws unless the condition holds. */
    public static void unless(boolean condition, String message) {
        if (!condition) {
            throw new WrongResultException(message);
        }
    }
}
