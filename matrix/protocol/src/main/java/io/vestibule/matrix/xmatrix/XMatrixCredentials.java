package io.vestibule.matrix.xmatrix;

import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import org.jspecify.annotations.Nullable;

/**
 * What one X-Matrix {@code Authorization} header claims (specification, Server-Server API, "Request Authentication").
 * Immutable.
 *
 * @param origin the server that says it sent the request
 * @param destination the server it says it meant; null if the header does not say, as old servers do
 * @param key the key it says it signed with
 * @param signature the signature as written, Base64, not yet decoded
 */
public record XMatrixCredentials(
        ServerName origin, @Nullable ServerName destination, KeyId key, String signature) {

    /** The authentication scheme. Compared without regard to case. */
    public static final String SCHEME = "X-Matrix";

    /**
     * @return the header value: one space, lower-case names, quoted values, no blanks at commas, as the specification asks
     *     of senders
     */
    public String toHeader() {
        StringBuilder header = new StringBuilder(SCHEME).append(" origin=").append(quoted(origin.value()));
        if (destination != null) {
            header.append(",destination=").append(quoted(destination.value()));
        }
        return header.append(",key=")
                .append(quoted(key.value()))
                .append(",sig=")
                .append(quoted(signature))
                .toString();
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
