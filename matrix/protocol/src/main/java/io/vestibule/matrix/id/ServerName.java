package io.vestibule.matrix.id;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The name of a homeserver, as in "Server Name" of the specification's appendices.
 *
 * <p>A host (IPv4 literal, bracketed IPv6 literal or DNS name of 1 to 255 characters) with an optional decimal port of 1 to
 * 5 digits. Identity is case-sensitive; only server ACLs compare without regard to case. Immutable.
 *
 * @param value the name as written
 */
public record ServerName(String value) implements Comparable<ServerName> {

    /** The most characters that a DNS host may have. */
    public static final int MAX_HOST_LENGTH = 255;

    public ServerName {
        if (!ServerNameGrammar.matches(value)) {
            throw new IllegalArgumentException("not a server name: " + Quoted.of(value));
        }
    }

    /**
     * @param value a name that is expected to be right
     * @return the server name
     * @throws IllegalArgumentException if it is not one; the message quotes it
     */
    public static ServerName of(String value) {
        return new ServerName(value);
    }

    /** @return the server name, or empty if the grammar does not allow it */
    public static Optional<ServerName> parse(String value) {
        return ServerNameGrammar.matches(value) ? Optional.of(new ServerName(value)) : Optional.empty();
    }

    /** @return the host without the port; an IPv6 literal keeps its brackets */
    public String host() {
        int colon = ServerNameGrammar.portColon(value);
        return colon < 0 ? value : value.substring(0, colon);
    }

    /** @return the port, if the name carries one */
    public OptionalInt port() {
        int colon = ServerNameGrammar.portColon(value);
        return colon < 0 ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value.substring(colon + 1)));
    }

    /** @return whether the host is an IPv4 or a bracketed IPv6 literal */
    public boolean isIpLiteral() {
        return ServerNameGrammar.isIpLiteral(host());
    }

    @Override
    public int compareTo(ServerName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
