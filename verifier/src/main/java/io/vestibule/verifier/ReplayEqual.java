package io.vestibule.verifier;

import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.StoredInvite;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.catalog.RoomUserKey;
import io.vestibule.schemas.catalog.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The same ledger, the same state: the last record of each key of {@code invites.state} has in every field what a second reading of
 * the ledger comes to, and {@code invites.handshakes} has exactly the orders that the ledger has. (That outcomes are the
 * ledger's is {@link OneOutcome}'s.)
 */
final class ReplayEqual extends Check {

    static final String NAME = "replay is equal";

    /** A user's facts. */
    private static final class Story {
        private NaiveInvite invite = new NaiveInvite();
        private final Place first;
        private boolean whole;
        private Place last;
        private long lastAt;

        Story(Place first, boolean whole) {
            this.first = first;
            this.whole = whole;
            this.last = first;
        }
    }

    private record Seen(Place place, Instant at, @Nullable NaiveView view) {}

    private record Ordered(Place place, long at, RoomUser whose, Fingerprint order) {}

    private final Map<RoomUser, Story> stories = new HashMap<>();
    private final Map<RoomUser, Seen> seen = new HashMap<>();
    private final Map<String, Ordered> orders = new HashMap<>();
    private Instant ordersFrom = Instant.MAX;

    ReplayEqual(Terms terms) {
        super(NAME, terms);
    }

    @Override
    void fact(LogEntry<LedgerEvent> entry, LedgerEvent event) {
        if (event.getUserId().isEmpty()) {
            return;
        }
        RoomUser whose = RoomUser.of(event);
        Story story = stories.computeIfAbsent(
                whose, fresh -> new Story(entry.place(), !terms().isLedgerCut() || event.getInviteRecorded() != null));
        if (event.getType() == LedgerEventType.RESTATED) {
            restated(
                    whose,
                    story,
                    entry.place(),
                    part(event.getRestated(), event).getInvite());
            return;
        }
        story.last = entry.place();
        story.lastAt = event.getDecidedAt();
        story.invite.fact(event);
        if (event.getWorkOrdered() != null) {
            WorkOrder order = event.getWorkOrdered().getOrder();
            orders.put(
                    order.getOrderId(), new Ordered(entry.place(), event.getDecidedAt(), whose, Fingerprint.of(order)));
        }
    }

    /** Says nothing new of whom all is known, and is the beginning where that is gone. */
    private void restated(RoomUser whose, Story story, Place place, @Nullable StoredInvite said) {
        if (said == null) {
            return;
        }
        NaiveInvite restated = NaiveInvite.restated(said);
        if (story.whole) {
            NaiveView before = story.invite.shown();
            NaiveView now = restated.shown();
            judge(
                    Objects.equals(before, now),
                    place,
                    whose,
                    "restated after " + story.first + " to " + story.last + ": " + shown(before),
                    shown(now));
        } else {
            story.invite = restated;
            story.whole = true;
            story.last = place;
        }
    }

    private static String shown(@Nullable NaiveView view) {
        return view == null ? "nothing" : view.toString();
    }

    @Override
    void order(LogEntry<WorkOrder> entry, WorkOrder order) {
        ordersFrom = entry.at().isBefore(ordersFrom) ? entry.at() : ordersFrom;
        RoomUser whose = new RoomUser(order.getRoomId(), order.getUserId());
        Ordered known = orders.remove(order.getOrderId());
        String expected = "the order " + order.getOrderId() + " as the ledger has it";
        if (known != null) {
            boolean same = known.order().equals(Fingerprint.of(order));
            judge(same, entry.place(), whose, expected + " at " + known.place(), "another one");
        } else if (terms().isLedgerCut() || terms().isYoung(entry.at())) {
            notJudged();
        } else {
            judge(false, entry.place(), whose, expected, "the ledger has none, or has had it already");
        }
    }

    @Override
    void view(LogEntry<InviteView> entry, @Nullable InviteView view) {
        Optional<RoomUserKey> key = RoomUserKey.parse(entry.key());
        key.ifPresent(its -> seen.put(
                new RoomUser(its.room(), its.user()),
                new Seen(entry.place(), entry.at(), view == null ? null : NaiveView.of(view))));
    }

    @Override
    void finish() {
        stories.forEach(this::judgeStory);
        seen.forEach((whose, its) -> {
            if (!stories.containsKey(whose)) {
                judgeUntold(whose, its);
            }
        });
        orders.values().forEach(this::judgeUnordered);
    }

    private void judgeStory(RoomUser whose, Story story) {
        Seen its = seen.get(whose);
        boolean young = terms().isYoung(story.lastAt) || (its != null && terms().isYoung(its.at()));
        if (young || !story.whole) {
            notJudged();
            return;
        }
        NaiveView expected = story.invite.shown();
        NaiveView is = its == null ? null : its.view();
        judge(
                Objects.equals(expected, is),
                its == null ? story.last : its.place(),
                whose,
                "after " + story.first + " to " + story.last + ": " + shown(expected),
                shown(is));
    }

    private void judgeUntold(RoomUser whose, Seen its) {
        if (terms().isLedgerCut() || terms().isYoung(its.at())) {
            notJudged();
        } else {
            judge(its.view() == null, its.place(), whose, "nothing, because the ledger tells nothing", "a view");
        }
    }

    private void judgeUnordered(Ordered ordered) {
        boolean gone = terms().isCut(Topics.INVITES_HANDSHAKES)
                && Instant.ofEpochMilli(ordered.at()).isBefore(ordersFrom);
        if (gone || terms().isYoung(ordered.at())) {
            notJudged();
        } else {
            judge(false, ordered.place(), ordered.whose(), "the order in invites.handshakes", "it is not there");
        }
    }
}
