package io.vestibule.worker.walk;

/**
 * An error as another homeserver put it.
 *
 * @param status the HTTP status
 * @param errcode the Matrix errcode, empty when the body had none
 * @param words the peer's explanation, cut to {@link #MAX_WORDS} characters; stranger's text
 */
public record PeerAnswer(int status, String errcode, String words) {
    /** The most characters that are kept of a peer's words. */
    public static final int MAX_WORDS = 500;

    private static final int MAX_ERRCODE = 100;

    public PeerAnswer {
        errcode = cut(errcode, MAX_ERRCODE);
        words = cut(words, MAX_WORDS);
    }

    static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end);
    }
}
