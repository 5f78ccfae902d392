package io.vestibule.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has been said so far, so that each next thing has its own name, and the same one on every way to it. Immutable.
 *
 * @param counts how often each kind of step was taken
 */
record Said(Map<String, Integer> counts) {

    static final String ACCEPT = "accept bob";
    static final String REJECT = "reject bob";
    static final String ACCEPT_CAROL = "accept carol";
    static final String INVITE = "invite bob";
    static final String PREPARED = "prepared";

    /** @param kinds what was said before, each as often as it stands here */
    static Said of(String... kinds) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String kind : kinds) {
            counts.merge(kind, 1, Integer::sum);
        }
        return new Said(counts);
    }

    int count(String kind) {
        return counts.getOrDefault(kind, 0);
    }

    Said and(Step step) {
        if (step.kind().isEmpty()) {
            return this;
        }
        Map<String, Integer> more = new TreeMap<>(counts);
        more.merge(step.kind(), 1, Integer::sum);
        return new Said(more);
    }

    /** @return the commands that were given, each once */
    List<String> commands() {
        List<String> commands = new ArrayList<>();
        for (String kind : List.of(ACCEPT, REJECT, ACCEPT_CAROL)) {
            for (int i = 0; i < count(kind); i++) {
                commands.add(kind + " " + i);
            }
        }
        return commands;
    }
}
