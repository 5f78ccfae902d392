package io.vestibule.matrix.xmatrix;

import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.xmatrix.AuthorizationHeader.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the {@code Authorization} headers of one request claim. */
public sealed interface XMatrixHeaders {

    /** How many headers of the scheme a request may have: a server has a few keys at most. */
    int MOST = 8;

    /** @param credentials one for each header of the scheme, at least one */
    record Claims(List<XMatrixCredentials> credentials) implements XMatrixHeaders {
        public Claims {
            credentials = List.copyOf(credentials);
        }
    }

    /** @param failure {@link XMatrixFailure.Missing} or {@link XMatrixFailure.Malformed} */
    record Unreadable(XMatrixFailure failure) implements XMatrixHeaders {}

    /**
     * Reads headers. Those of other schemes are passed over; one of the X-Matrix scheme that cannot be read spoils all.
     *
     * @param authorization the values of all {@code Authorization} headers
     * @return what they claim
     */
    static XMatrixHeaders read(List<String> authorization) {
        List<XMatrixCredentials> credentials = new ArrayList<>();
        try {
            for (String header : authorization) {
                if (AuthorizationHeader.schemeOf(header.strip()).equalsIgnoreCase(XMatrixCredentials.SCHEME)) {
                    credentials.add(credentials(AuthorizationHeader.parse(header)));
                }
            }
        } catch (MalformedException malformed) {
            return new Unreadable(new XMatrixFailure.Malformed(malformed.why()));
        }
        if (credentials.isEmpty()) {
            return new Unreadable(new XMatrixFailure.Missing());
        }
        if (credentials.size() > MOST) {
            return new Unreadable(new XMatrixFailure.Malformed("more than " + MOST + " headers"));
        }
        return new Claims(credentials);
    }

    private static XMatrixCredentials credentials(AuthorizationHeader header) throws MalformedException {
        @Nullable
        ServerName destination = header.parameters().containsKey("destination")
                ? parameter(header, "destination", ServerName::parse)
                : null;
        return new XMatrixCredentials(
                parameter(header, "origin", ServerName::parse),
                destination,
                parameter(header, "key", KeyId::parse),
                parameter(header, "sig", Optional::of));
    }

    private static <T> T parameter(AuthorizationHeader header, String name, Function<String, Optional<T>> grammar)
            throws MalformedException {
        String value = header.parameters().get(name);
        if (value == null) {
            throw new MalformedException("parameter " + name + " is missing");
        }
        return grammar.apply(value).orElseThrow(() -> new MalformedException("parameter " + name + " is not valid"));
    }
}
