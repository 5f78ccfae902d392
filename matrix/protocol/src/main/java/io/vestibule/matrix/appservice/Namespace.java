package io.vestibule.matrix.appservice;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * One namespace of a registration: a regular expression that matches where an identifier begins with it, as other
 * homeservers do it (Application Service API, "Registration"). RE2 syntax, so that no expression takes more than linear time.
 * Immutable and thread-safe.
 */
public final class Namespace {

    private final Pattern pattern;
    private final boolean exclusive;

    private Namespace(Pattern pattern, boolean exclusive) {
        this.pattern = pattern;
        this.exclusive = exclusive;
    }

    /**
     * @param regex the expression
     * @param exclusive whether nobody else may have identifiers of this namespace
     * @throws IllegalArgumentException if it is no expression of RE2; the message says why
     */
    public static Namespace of(String regex, boolean exclusive) {
        try {
            return new Namespace(Pattern.compile(regex), exclusive);
        } catch (PatternSyntaxException e) {
            String reason = e.getDescription() + (e.getPattern() == null ? "" : ": " + e.getPattern());
            throw new IllegalArgumentException("not a regular expression of RE2 (" + reason + ")", e);
        }
    }

    /** @return whether the identifier begins with a match */
    public boolean matches(String identifier) {
        return pattern.matcher(identifier).lookingAt();
    }

    /** @return the expression as written */
    public String regex() {
        return pattern.pattern();
    }

    /** @return whether nobody else may have identifiers of this namespace */
    public boolean exclusive() {
        return exclusive;
    }

    @Override
    public String toString() {
        return pattern.pattern() + (exclusive ? " (exclusive)" : "");
    }
}
