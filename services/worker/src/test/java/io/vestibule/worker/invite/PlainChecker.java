package io.vestibule.worker.invite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks requests and events as a stranger would: with the JDK and a JSON parser, and with nothing of Vestibule's. */
final class PlainChecker {
    private static final byte[] X509_ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final List<String> KEPT = List.of(
            "event_id",
            "type",
            "room_id",
            "sender",
            "state_key",
            "hashes",
            "depth",
            "prev_events",
            "auth_events",
            "origin_server_ts");

    private PlainChecker() {}

    /** Whether an X-Matrix header is good for a request, by the key of its origin. */
    static boolean authenticates(String header, String method, String target, JsonObject body, String publicKey) {
        JsonObject signed = new JsonObject()
                .put("method", method)
                .put("uri", target)
                .put("origin", parameter(header, "origin"))
                .put("destination", parameter(header, "destination"))
                .put("content", body);
        return verifies(canonical(signed), parameter(header, "sig"), publicKey);
    }

    static String parameter(String header, String name) {
        Matcher matcher = Pattern.compile("[ ,]" + name + "=\"([^\"]*)\"").matcher(header);
        if (!matcher.find()) {
            throw new AssertionError("no " + name + " in " + header);
        }
        return matcher.group(1);
    }

    /** Whether a membership event's content hash fits. */
    static boolean isHashed(JsonObject event) throws GeneralSecurityException {
        JsonObject bare = event.copy();
        List.of("unsigned", "signatures", "hashes").forEach(bare::remove);
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(canonical(bare).getBytes(UTF_8));
        return event.getJsonObject("hashes")
                .getString("sha256")
                .equals(Base64.getEncoder().withoutPadding().encodeToString(hash));
    }

    /** Whether a server's signature of a membership event is good. */
    static boolean isSigned(JsonObject event, String server, String key, String publicKey) {
        String signature =
                event.getJsonObject("signatures").getJsonObject(server).getString(key);
        return verifies(canonical(redacted(event)), signature, publicKey);
    }

    private static JsonObject redacted(JsonObject event) {
        JsonObject redacted = new JsonObject();
        KEPT.stream().filter(event::containsKey).forEach(key -> redacted.put(key, event.getValue(key)));
        String membership = event.getJsonObject("content").getString("membership");
        return redacted.put("content", new JsonObject().put("membership", membership));
    }

    private static boolean verifies(String message, String signature, String publicKey) {
        try {
            byte[] raw = Base64.getDecoder().decode(publicKey);
            byte[] encoded = new byte[X509_ED25519.length + raw.length];
            System.arraycopy(X509_ED25519, 0, encoded, 0, X509_ED25519.length);
            System.arraycopy(raw, 0, encoded, X509_ED25519.length, raw.length);
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message.getBytes(UTF_8));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String canonical(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        switch (value) {
            case JsonObject object -> {
                out.append('{');
                new TreeMap<>(object.getMap()).forEach((key, member) -> {
                    separate(out, '{');
                    quote(key, out);
                    out.append(':');
                    write(object.getValue(key), out);
                });
                out.append('}');
            }
            case JsonArray array -> {
                out.append('[');
                for (int i = 0; i < array.size(); i++) {
                    separate(out, '[');
                    write(array.getValue(i), out);
                }
                out.append(']');
            }
            case String text -> quote(text, out);
            default -> out.append(value);
        }
    }

    private static void separate(StringBuilder out, char opening) {
        if (out.charAt(out.length() - 1) != opening) {
            out.append(',');
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c == '\n') {
                out.append("\\n");
            } else {
                out.append((char) c);
            }
        });
        out.append('"');
    }
}
