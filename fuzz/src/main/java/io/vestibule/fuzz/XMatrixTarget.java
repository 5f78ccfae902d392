package io.vestibule.fuzz;

import static io.vestibule.fuzz.BrokenPropertyException.unless;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vestibule.matrix.xmatrix.XMatrixCredentials;
import io.vestibule.matrix.xmatrix.XMatrixHeaders;
import java.util.List;
import java.util.Locale;

/** A header that is taken says what it is taken for, and reads the same when it is written again. */
final class XMatrixTarget {

    private XMatrixTarget() {}

    static void run(byte[] input) {
        List<String> headers = List.of(new String(input, ISO_8859_1).split("\n", -1));
        switch (XMatrixHeaders.read(headers)) {
            case XMatrixHeaders.Unreadable unreadable -> unreadable.failure().toError();
            case XMatrixHeaders.Claims claims ->
                claims.credentials().forEach(credentials -> check(credentials, headers));
        }
    }

    private static void check(XMatrixCredentials credentials, List<String> headers) {
        unless(headers.stream().anyMatch(header -> naive(header, credentials)), "no header says " + credentials);
        XMatrixHeaders again = XMatrixHeaders.read(List.of(credentials.toHeader()));
        unless(again.equals(new XMatrixHeaders.Claims(List.of(credentials))), "another when it is written again");
        unless(NameTarget.isServerName(credentials.origin().value()), "the origin is no server name");
    }

    /** Without its escapes, the header holds every value. */
    private static boolean naive(String header, XMatrixCredentials credentials) {
        String plain = header.replaceAll("\\\\(.)", "$1");
        boolean scheme = plain.strip().toLowerCase(Locale.ROOT).startsWith("x-matrix");
        return scheme
                && plain.contains(credentials.origin().value())
                && plain.contains(credentials.key().value())
                && (credentials.destination() == null
                        || plain.contains(credentials.destination().value()));
    }
}
