package io.vestibule.topology.codec;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomAlias;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Input;
import io.vestibule.model.Membership;
import io.vestibule.model.Residency;
import io.vestibule.schemas.MembershipChanged;
import io.vestibule.schemas.PduSeen;
import io.vestibule.schemas.RoomFacts;
import java.util.ArrayList;
import java.util.List;

/** What the homeserver tells. */
public final class FeedCodec {

    private FeedCodec() {}

    /** @throws IllegalArgumentException if an identifier is none; the message names it */
    public static Input.MembershipChanged membership(MembershipChanged changed) {
        List<EventId> cites = new ArrayList<>(Values.events(changed.getAuthEventIds()));
        cites.addAll(Values.events(changed.getPrevEventIds()));
        return new Input.MembershipChanged(
                RoomId.of(changed.getRoomId()),
                UserId.of(changed.getUserId()),
                Values.same(Membership.class, changed.getMembership()),
                EventId.of(changed.getEventId()),
                cites);
    }

    /** @throws IllegalArgumentException if an identifier or the ACL is none; the message names it */
    public static Input.RoomFactsChanged roomFacts(RoomFacts facts) {
        return new Input.RoomFactsChanged(
                RoomId.of(facts.getRoomId()),
                Values.same(Residency.class, facts.getResident()),
                Values.version(facts.getRoomVersion()),
                facts.getBlocked(),
                Values.instantOrNull(facts.getChangedAt()),
                ServerAclCodec.parse(facts.getServerAclJson()),
                aliases(facts.getAliases()));
    }

    /** In one order and each once, so that a list in another order is no news. */
    private static List<RoomAlias> aliases(List<String> told) {
        return told.stream().map(RoomAlias::of).distinct().sorted().toList();
    }

    /** @throws IllegalArgumentException if an identifier is none; the message names it */
    public static Input.PduSeen claim(PduSeen seen) {
        return new Input.PduSeen(
                RoomId.of(seen.getRoomId()),
                UserId.of(seen.getUserId()),
                UserId.of(seen.getSender()),
                Values.same(Membership.class, seen.getMembership()),
                seen.getPduJson());
    }
}
