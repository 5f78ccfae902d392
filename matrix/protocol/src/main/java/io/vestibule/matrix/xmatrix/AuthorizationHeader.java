package io.vestibule.matrix.xmatrix;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One {@code Authorization} header read by the grammar of RFC 9110 §11.4: a scheme, at least one space, then
 * {@code name=value} parameters between commas.
 *
 * <p>Two allowances: empty list elements (RFC 9110 §5.6.1) and a colon in an unquoted value, which old Matrix servers send.
 * Nothing else is guessed at; a name that comes twice is refused, because two readers could pick different values.
 *
 * @param scheme the scheme as written
 * @param parameters the values without quotes and backslashes, by lower-case name
 */
record AuthorizationHeader(String scheme, Map<String, String> parameters) {

    /** More than any X-Matrix header needs: two server names of 255, a key ID of 255 and a signature of 86 characters. */
    static final int MAX_LENGTH = 4096;

    AuthorizationHeader {
        parameters = Map.copyOf(parameters);
    }

    /** What is wrong with a header. Leaves this package only as a value. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String why;

        MalformedException(String why) {
            super(why, null, false, false);
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    static String schemeOf(String header) {
        int end = 0;
        while (end < header.length() && isTokenChar(header.charAt(end))) {
            end++;
        }
        return header.substring(0, end);
    }

    static AuthorizationHeader parse(String header) throws MalformedException {
        if (header.length() > MAX_LENGTH) {
            throw new MalformedException("longer than " + MAX_LENGTH + " characters");
        }
        return new Reader(header).read();
    }

    static boolean isTokenChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text.strip();
        }

        AuthorizationHeader read() throws MalformedException {
            String scheme = token("a scheme");
            if (at < text.length() && text.charAt(at) != ' ') {
                throw unexpected("a space behind the scheme");
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            skipSeparators();
            while (at < text.length()) {
                String name = token("a parameter name").toLowerCase(Locale.ROOT);
                skipBlanks();
                expect('=');
                skipBlanks();
                if (parameters.put(name, value()) != null) {
                    throw new MalformedException("parameter " + name + " comes twice");
                }
                skipBlanks();
                if (at < text.length() && text.charAt(at) != ',') {
                    throw unexpected("a comma");
                }
                skipSeparators();
            }
            return new AuthorizationHeader(scheme, parameters);
        }

        private String token(String what) throws MalformedException {
            int start = at;
            while (at < text.length() && isTokenChar(text.charAt(at))) {
                at++;
            }
            if (at == start) {
                throw unexpected(what);
            }
            return text.substring(start, at);
        }

        private String value() throws MalformedException {
            if (at < text.length() && text.charAt(at) == '"') {
                at++;
                return quoted();
            }
            int start = at;
            while (at < text.length() && (isTokenChar(text.charAt(at)) || text.charAt(at) == ':')) {
                at++;
            }
            if (at == start) {
                throw unexpected("a value");
            }
            return text.substring(start, at);
        }

        private String quoted() throws MalformedException {
            int start = at;
            while (at < text.length() && isPlain(text.charAt(at))) {
                at++;
            }
            if (at < text.length() && text.charAt(at) == '"') {
                return text.substring(start, at++);
            }
            StringBuilder value = new StringBuilder(text.substring(start, at));
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '"') {
                    return value.toString();
                }
                if (c == '\\' && at < text.length()) {
                    c = text.charAt(at++);
                }
                if (c != '\t' && Character.isISOControl(c) && c < 0x80) {
                    throw new MalformedException("control character in a quoted value");
                }
                value.append(c);
            }
            throw new MalformedException("quoted value without end");
        }

        /** What nearly every quoted value consists of. */
        private static boolean isPlain(char c) {
            return c >= ' ' && c != '"' && c != '\\' && c < 0x7f;
        }

        private void expect(char c) throws MalformedException {
            if (at >= text.length() || text.charAt(at) != c) {
                throw unexpected("'" + c + "'");
            }
            at++;
        }

        private void skipBlanks() {
            while (at < text.length() && isBlank(text.charAt(at))) {
                at++;
            }
        }

        private void skipSeparators() {
            while (at < text.length() && (isBlank(text.charAt(at)) || text.charAt(at) == ',')) {
                at++;
            }
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t';
        }

        private MalformedException unexpected(String wanted) {
            return new MalformedException("expected " + wanted + " at character " + at);
        }
    }
}
