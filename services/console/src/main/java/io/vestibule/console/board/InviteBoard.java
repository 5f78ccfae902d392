package io.vestibule.console.board;

import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.catalog.RoomUserKey;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The invites of {@code invites.state}, bounded: what is settled gives way first, the longest unchanged before all. Thread-safe.
 */
public final class InviteBoard {

    /**
     * Part of a list.
     *
     * @param rows the rows, the oldest first
     * @param next where the next part begins; null when there is none
     * @param isWhole false if invites had to give way, so that some may be missing
     */
    public record Page(List<InviteRow> rows, @Nullable InviteRow next, boolean isWhole) {
        public Page {
            rows = List.copyOf(rows);
        }
    }

    private final int most;
    private final Map<RoomUserKey, InviteRow> pending = new LinkedHashMap<>();
    private final Map<RoomUserKey, InviteRow> settled = new LinkedHashMap<>();
    private final Map<InviteStateType, Long> counts = new EnumMap<>(InviteStateType.class);
    private boolean whole = true;

    /** @param most of how many invites a row is kept */
    public InviteBoard(int most) {
        this.most = most;
    }

    /** Takes a view, or a tombstone. */
    public synchronized void take(byte[] rawKey, @Nullable InviteView view) {
        Optional<RoomUserKey> decoded = RoomUserKey.decode(rawKey);
        if (decoded.isEmpty()) {
            return;
        }
        RoomUserKey key = decoded.get();
        forget(pending.remove(key));
        forget(settled.remove(key));
        if (view != null) {
            InviteRow row = InviteRow.of(view);
            (row.isPending() ? pending : settled).put(key, row);
            counts.merge(row.state(), 1L, Long::sum);
            makeRoom();
        }
    }

    private void forget(@Nullable InviteRow row) {
        if (row != null) {
            counts.merge(row.state(), -1L, Long::sum);
        }
    }

    private void makeRoom() {
        if (pending.size() + settled.size() > most) {
            Map<RoomUserKey, InviteRow> from = settled.isEmpty() ? pending : settled;
            Iterator<InviteRow> oldest = from.values().iterator();
            forget(oldest.next());
            oldest.remove();
            whole = false;
        }
    }

    /** @return how many invites are in each state, among those that are kept */
    public synchronized Map<InviteStateType, Long> counts() {
        return new EnumMap<>(counts);
    }

    /** @return whether nothing had to give way */
    public synchronized boolean isWhole() {
        return whole;
    }

    /** @return the row of one invite */
    public synchronized Optional<InviteRow> find(String room, String user) {
        RoomUserKey key = new RoomUserKey(room, user);
        return Optional.ofNullable(pending.get(key)).or(() -> Optional.ofNullable(settled.get(key)));
    }

    /**
     * @param wanted which rows
     * @param after the last row that was seen; null to begin with the oldest
     * @param limit how many at most
     */
    public synchronized Page list(Predicate<InviteRow> wanted, @Nullable InviteRow after, int limit) {
        List<InviteRow> rows = Stream.concat(pending.values().stream(), settled.values().stream())
                .filter(row -> after == null || InviteRow.OLDEST_FIRST.compare(row, after) > 0)
                .filter(wanted)
                .sorted(InviteRow.OLDEST_FIRST)
                .limit(limit + 1L)
                .toList();
        boolean more = rows.size() > limit;
        List<InviteRow> shown = more ? rows.subList(0, limit) : rows;
        return new Page(shown, more ? shown.getLast() : null, whole);
    }
}
