package io.vestibule.topology;

import io.vestibule.model.Rules;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import java.time.Duration;

/**
 * What a deployment sets about the topology. Immutable.
 *
 * @param layout prefix and partitions of the topics
 * @param rules what may be set about decisions
 * @param keeping how long commands and invites are recognised
 * @param openBackground how many background works of one partition may be open at once
 * @param tick how often due work is looked for
 */
public record TopologySettings(TopicLayout layout, Rules rules, Keeping keeping, int openBackground, Duration tick) {

    private static final int OPEN_BACKGROUND = 50;
    private static final int RESTATEMENTS_PER_WINDOW = 3;

    /**
     * How long things are recognised when they come again.
     *
     * @param outcomes command IDs, longer than commands are kept
     * @param hashes invites, longer than settled invites are kept
     * @param restated what stands is said again in the ledger after this time, and within twice of it
     */
    public record Keeping(Duration outcomes, Duration hashes, Duration restated) {}

    /** @return the defaults for a layout and rules */
    public static TopologySettings of(TopicLayout layout, Rules rules) {
        Duration hashes = rules.keeping().settled().multipliedBy(2);
        return new TopologySettings(
                layout,
                rules,
                new Keeping(
                        Duration.ofDays(30),
                        hashes,
                        restatedIn(Topics.INVITES_EVENTS.keeping().retention())),
                OPEN_BACKGROUND,
                Duration.ofMillis(200));
    }

    private static Duration restatedIn(Duration window) {
        return window.dividedBy(RESTATEMENTS_PER_WINDOW);
    }

    /**
     * @param window how long the ledger keeps an event at least
     * @return the same, with what stands said again often enough for any reader of that window
     */
    public TopologySettings ledgerWindow(Duration window) {
        Keeping other = new Keeping(keeping.outcomes(), keeping.hashes(), restatedIn(window));
        return new TopologySettings(layout, rules, other, openBackground, tick);
    }

    /** @return the same with outcomes of commands kept for another time */
    public TopologySettings outcomes(Duration kept) {
        return new TopologySettings(
                layout, rules, new Keeping(kept, keeping.hashes(), keeping.restated()), openBackground, tick);
    }

    /** @return the same with another bound on open background work */
    public TopologySettings openBackground(int most) {
        return new TopologySettings(layout, rules, keeping, most, tick);
    }
}
