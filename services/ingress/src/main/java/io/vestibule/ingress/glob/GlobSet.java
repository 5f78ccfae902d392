package io.vestibule.ingress.glob;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Many globs at once: texts without a wildcard are looked up, only the others are compared. Immutable. */
public final class GlobSet {

    /** No globs. */
    public static final GlobSet EMPTY = new GlobSet(List.of());

    private final Map<String, Glob> literals = new HashMap<>();
    private final List<Glob> wildcards = new ArrayList<>();

    /** @param patterns in the form in which texts are compared with them */
    public GlobSet(Collection<String> patterns) {
        for (String pattern : patterns) {
            Glob glob = new Glob(pattern);
            if (glob.isLiteral()) {
                literals.put(pattern, glob);
            } else {
                wildcards.add(glob);
            }
        }
    }

    /** @return the glob that matches, or empty */
    public Optional<Glob> matching(String text) {
        Glob literal = literals.get(text);
        if (literal != null) {
            return Optional.of(literal);
        }
        for (Glob wildcard : wildcards) {
            if (wildcard.matches(text)) {
                return Optional.of(wildcard);
            }
        }
        return Optional.empty();
    }

    /** @return whether one of them matches */
    public boolean matches(String text) {
        return matching(text).isPresent();
    }
}
