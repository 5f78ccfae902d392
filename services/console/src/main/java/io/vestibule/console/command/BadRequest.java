package io.vestibule.console.command;

/** What was sent cannot be used; the message says what and why, for whoever sent it. */
public final class BadRequest extends Exception {

    private static final long serialVersionUID = 1;

    private final String errcode;

    /**
     * @param errcode Matrix's code for it
     * @param message names the culprit
     */
    public BadRequest(String errcode, String message) {
        super(message);
        this.errcode = errcode;
    }

    /** @return Matrix's code for it */
    public String errcode() {
        return errcode;
    }

    static BadRequest invalid(String message) {
        return new BadRequest("M_INVALID_PARAM", message);
    }

    static BadRequest missing(String member) {
        return new BadRequest("M_MISSING_PARAM", "\"" + member + "\" is missing");
    }
}
