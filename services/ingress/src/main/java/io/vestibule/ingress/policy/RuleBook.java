package io.vestibule.ingress.policy;

import io.vestibule.ingress.glob.Glob;
import io.vestibule.ingress.glob.GlobSet;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.PolicyEffect;
import io.vestibule.schemas.PolicyRule;
import io.vestibule.schemas.PolicySubject;
import io.vestibule.schemas.RefusalKind;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Operators' rules, compiled. A blocked room is refused whoever invites; then the inviter's user ID counts before the server,
 * and of each kind a rule that allows before one that blocks. So "no invites but from" is to block every server, {@code *},
 * and to allow some. Immutable.
 */
final class RuleBook {

    static final RuleBook EMPTY = new RuleBook(List.of());

    private final GlobSet blockedRooms;
    private final GlobSet allowedUsers;
    private final GlobSet blockedUsers;
    private final GlobSet allowedServers;
    private final GlobSet blockedServers;

    RuleBook(Collection<PolicyRule> rules) {
        blockedRooms = globs(rules, PolicySubject.ROOM, PolicyEffect.BLOCK);
        allowedUsers = globs(rules, PolicySubject.USER, PolicyEffect.ALLOW);
        blockedUsers = globs(rules, PolicySubject.USER, PolicyEffect.BLOCK);
        allowedServers = globs(rules, PolicySubject.SERVER, PolicyEffect.ALLOW);
        blockedServers = globs(rules, PolicySubject.SERVER, PolicyEffect.BLOCK);
    }

    Optional<Refusal> refusal(RoomId room, UserId sender) {
        Optional<Glob> blockedRoom = blockedRooms.matching(room.value());
        if (blockedRoom.isPresent()) {
            return refused(PolicySubject.ROOM, blockedRoom.get());
        }
        String user = sender.value();
        if (allowedUsers.matches(user)) {
            return Optional.empty();
        }
        Optional<Glob> blockedUser = blockedUsers.matching(user);
        if (blockedUser.isPresent()) {
            return refused(PolicySubject.USER, blockedUser.get());
        }
        String server = sender.server().host().toLowerCase(Locale.ROOT);
        return allowedServers.matches(server)
                ? Optional.empty()
                : blockedServers.matching(server).flatMap(glob -> refused(PolicySubject.SERVER, glob));
    }

    private static Optional<Refusal> refused(PolicySubject subject, Glob glob) {
        String name = subject.name().toLowerCase(Locale.ROOT) + " " + glob.pattern();
        return Optional.of(new Refusal(RefusalKind.POLICY_RULE, name));
    }

    private static GlobSet globs(Collection<PolicyRule> rules, PolicySubject subject, PolicyEffect effect) {
        return new GlobSet(rules.stream()
                .filter(rule -> rule.getSubject() == subject && rule.getEffect() == effect)
                .map(rule -> subject == PolicySubject.SERVER ? rule.getGlob().toLowerCase(Locale.ROOT) : rule.getGlob())
                .toList());
    }
}
