package io.vestibule.chaos.load;

/** What happens around one invite. */
enum Scenario {
    /** Invited, accepted. */
    ACCEPT(6),
    /** Invited, rejected. */
    REJECT(3),
    /** Invited, and nobody does anything. */
    LEAVE_IT(1),
    /** The invite comes twice, by both doors. */
    TWICE_DELIVERED(1),
    /** Two accepts, the first of them sent twice. */
    DOUBLE_ACCEPT(2),
    /** A reject, then an accept at once. */
    ACCEPT_AFTER_REJECT(1),
    /** An accept, then a reject at once. */
    REJECT_AFTER_ACCEPT(1),
    /** A second invite while the user is joining by the first. */
    INVITE_DURING_JOIN(1),
    /** The inviter takes the invite back while the user is joining. */
    RETRACT_DURING_JOIN(1),
    /** A user of an application service is invited and joins. */
    BRIDGED(1),
    /** Two users of ours join one room at once. */
    TWO_USERS(2),
    /** The homeserver's feed says that the user joined elsewhere while a reject is on its way. */
    JOINED_ELSEWHERE(1),
    /** The homeserver's feed lags: it tells of our join long after that, and twice. */
    LATE_FEED(1),
    /** The homeserver's feed is ahead: it tells that the user joined before the invite is here. */
    EARLY_FEED(1);

    private final int weight;

    Scenario(int weight) {
        this.weight = weight;
    }

    /** The one that a draw of 0 to {@link #weights} - 1 stands for. */
    static Scenario drawn(int draw) {
        int left = draw;
        for (Scenario each : values()) {
            left -= each.weight;
            if (left < 0) {
                return each;
            }
        }
        throw new IllegalArgumentException("drawn " + draw + " of " + weights());
    }

    static int weights() {
        int sum = 0;
        for (Scenario each : values()) {
            sum += each.weight;
        }
        return sum;
    }
}
