package io.vestibule.ingress.policy;

import io.vestibule.kit.log.LogKeys;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.schemas.PolicyEffect;
import io.vestibule.schemas.PolicyRule;
import io.vestibule.schemas.PolicySubject;
import io.vestibule.schemas.RoomFacts;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules as read from the feeds so far. Each feed is written by one thread; read by many. */
final class PolicyTables {

    private static final Logger log = LoggerFactory.getLogger(PolicyTables.class);

    private final Map<String, PolicyRule> rules = new HashMap<>();
    private final Map<String, RoomRule> rooms = new ConcurrentHashMap<>();
    private volatile RuleBook book = RuleBook.EMPTY;

    /** A rule, or null where it was taken back. The key says which, so that what stands under it can be taken back under it. */
    void rule(String key, @Nullable PolicyRule rule) {
        if (rule == null) {
            rules.remove(key);
        } else {
            rules.put(key, rule);
            warnIfUnknown(rule);
        }
        book = new RuleBook(rules.values());
    }

    /** A newer release may have written it. */
    private static void warnIfUnknown(PolicyRule rule) {
        if (rule.getSubject() == PolicySubject.UNKNOWN || rule.getEffect() == PolicyEffect.UNKNOWN) {
            log.atWarn()
                    .addKeyValue(LogKeys.REASON, rule.getRuleId())
                    .log("a rule about something that is not known here has no effect");
        }
    }

    /** What the homeserver says of a room; of a deletion, only the key is there. */
    void room(String key, @Nullable RoomFacts facts) {
        if (facts == null) {
            rooms.remove(key);
            return;
        }
        try {
            RoomRule.of(facts)
                    .ifPresentOrElse(rule -> rooms.put(facts.getRoomId(), rule), () -> rooms.remove(facts.getRoomId()));
        } catch (InvalidJsonException unreadable) {
            log.atWarn()
                    .addKeyValue(LogKeys.ROOM_ID, facts.getRoomId())
                    .addKeyValue(LogKeys.REASON, unreadable.detail())
                    .log("the ACL of a room cannot be read, what was known before stays");
        }
    }

    Optional<Refusal> refusal(RoomId room, UserId sender) {
        RoomRule ofRoom = rooms.get(room.value());
        Optional<Refusal> byRoom = ofRoom == null ? Optional.empty() : ofRoom.refusal(sender.server());
        return byRoom.isPresent() ? byRoom : book.refusal(room, sender);
    }
}
