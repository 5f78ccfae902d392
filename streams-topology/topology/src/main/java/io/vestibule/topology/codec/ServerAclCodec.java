package io.vestibule.topology.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonArray;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import io.vestibule.matrix.json.JsonString;
import io.vestibule.model.ServerAcl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A room's ACL: the content of {@code m.room.server_acl} as the homeserver tells it, and as the ledger keeps it. */
public final class ServerAclCodec {

    private ServerAclCodec() {}

    /**
     * Reads the content as the specification asks: members of a wrong type are taken as missing, entries that are no
     * strings are skipped, and without {@code allow} no server may.
     *
     * @param json the content; empty when the room has no ACL or it is not known
     * @return the ACL, null for empty content
     * @throws IllegalArgumentException if it is not a JSON object
     */
    public static @Nullable ServerAcl parse(String json) {
        if (json.isEmpty()) {
            return null;
        }
        try {
            JsonObject content = JsonObject.parse(json.getBytes(UTF_8), JsonRules.LENIENT);
            return new ServerAcl(
                    globs(content, "allow"),
                    globs(content, "deny"),
                    content.bool("allow_ip_literals").orElse(true));
        } catch (InvalidJsonException e) {
            throw new IllegalArgumentException("the content of m.room.server_acl: " + e.getMessage(), e);
        }
    }

    private static List<String> globs(JsonObject content, String name) {
        return content.array(name).stream()
                .flatMap(JsonArray::stream)
                .filter(JsonString.class::isInstance)
                .map(glob -> ((JsonString) glob).value())
                .toList();
    }

    static @Nullable ServerAcl readOrNull(io.vestibule.schemas.@Nullable ServerAcl acl) {
        return acl == null ? null : new ServerAcl(acl.getAllow(), acl.getDeny(), acl.getAllowIpLiterals());
    }

    static io.vestibule.schemas.@Nullable ServerAcl writeOrNull(@Nullable ServerAcl acl) {
        return acl == null
                ? null
                : io.vestibule.schemas.ServerAcl.newBuilder()
                        .setAllow(acl.allow())
                        .setDeny(acl.deny())
                        .setAllowIpLiterals(acl.allowIpLiterals())
                        .build();
    }
}
