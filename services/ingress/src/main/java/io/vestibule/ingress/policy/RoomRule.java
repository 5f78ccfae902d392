package io.vestibule.ingress.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.ingress.glob.Glob;
import io.vestibule.ingress.glob.GlobSet;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonArray;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import io.vestibule.matrix.json.JsonString;
import io.vestibule.schemas.RefusalKind;
import io.vestibule.schemas.RoomFacts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the homeserver says of one room: that it is blocked, or which servers its ACL denies ("Server Access Control Lists" of the
 * specification). Immutable.
 */
final class RoomRule {

    private static final RoomRule BLOCKED = new RoomRule(true, GlobSet.EMPTY, GlobSet.EMPTY, true);

    private final boolean blocked;
    private final GlobSet allow;
    private final GlobSet deny;
    private final boolean allowIpLiterals;

    private RoomRule(boolean blocked, GlobSet allow, GlobSet deny, boolean allowIpLiterals) {
        this.blocked = blocked;
        this.allow = allow;
        this.deny = deny;
        this.allowIpLiterals = allowIpLiterals;
    }

    /**
     * @return the rule, or empty if the room is open to everybody
     * @throws InvalidJsonException if the ACL is not a JSON object
     */
    static Optional<RoomRule> of(RoomFacts facts) throws InvalidJsonException {
        if (facts.getBlocked()) {
            return Optional.of(BLOCKED);
        }
        if (facts.getServerAclJson().isEmpty()) {
            return Optional.empty();
        }
        JsonObject acl = JsonObject.parse(facts.getServerAclJson().getBytes(UTF_8), JsonRules.LENIENT);
        return Optional.of(new RoomRule(
                false,
                globs(acl, "allow"),
                globs(acl, "deny"),
                acl.bool("allow_ip_literals").orElse(true)));
    }

    Optional<Refusal> refusal(ServerName server) {
        if (blocked) {
            return Optional.of(new Refusal(RefusalKind.ROOM_BLOCKED, ""));
        }
        if (!allowIpLiterals && server.isIpLiteral()) {
            return denied("no IP literals");
        }
        String host = server.host().toLowerCase(Locale.ROOT);
        Optional<Glob> denial = deny.matching(host);
        if (denial.isPresent()) {
            return denied(denial.get().pattern());
        }
        return allow.matches(host) ? Optional.empty() : denied("not allowed");
    }

    private static Optional<Refusal> denied(String rule) {
        return Optional.of(new Refusal(RefusalKind.SERVER_ACL, rule));
    }

    private static GlobSet globs(JsonObject acl, String name) {
        List<String> patterns = acl.array(name).stream()
                .flatMap(JsonArray::stream)
                .filter(JsonString.class::isInstance)
                .map(glob -> ((JsonString) glob).value().toLowerCase(Locale.ROOT))
                .toList();
        return new GlobSet(patterns);
    }
}
