package io.vestibule.fuzz;

import static io.vestibule.fuzz.BrokenPropertyException.unless;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server name is exactly what the specification's grammar says, and of other identifiers none is too long or without its sigil. */
final class NameTarget {

    private static final Pattern SERVER_NAME =
            Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}\\]|[0-9A-Za-z.-]{1,255})(?::([0-9]{1,5}))?");
    private static final int LONGEST = 255;

    private NameTarget() {}

    static void run(byte[] input) {
        String text = new String(input, UTF_8);
        boolean server = ServerName.parse(text).isPresent();
        unless(server == isServerName(text), "server name: " + server);
        ServerName.parse(text).ifPresent(name -> unless(text.startsWith(name.host()), "the host is another"));
        UserId.parse(text).ifPresent(user -> identifier(text, "@", user.server().value()));
        RoomId.parse(text).ifPresent(room -> identifier(text, "!", ""));
        EventId.parse(text).ifPresent(event -> identifier(text, "$", ""));
        KeyId.parse(text).ifPresent(key -> unless(text.equals(key.value()), "the key ID is another"));
    }

    static boolean isServerName(String text) {
        Matcher matcher = SERVER_NAME.matcher(text);
        return matcher.matches() && (matcher.group(2) == null || Integer.parseInt(matcher.group(2)) <= 65_535);
    }

    private static void identifier(String text, String sigil, String server) {
        unless(text.startsWith(sigil), "without its sigil");
        unless(text.getBytes(UTF_8).length <= LONGEST, "too long");
        unless(server.isEmpty() || isServerName(server) && text.endsWith(server), "the server is none");
    }
}
