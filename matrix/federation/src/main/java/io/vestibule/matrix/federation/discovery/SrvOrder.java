package io.vestibule.matrix.federation.discovery;

import io.vestibule.matrix.federation.dns.SrvRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The order in which RFC 2782 ("Usage rules") has SRV targets tried. */
final class SrvOrder {

    private SrvOrder() {}

    /** Lower priorities first; among equals a random order in which weight is the share of coming first. */
    static List<SrvRecord> of(List<SrvRecord> records, RandomGenerator random) {
        SortedMap<Integer, List<SrvRecord>> byPriority = new TreeMap<>();
        for (SrvRecord service : records) {
            byPriority
                    .computeIfAbsent(service.priority(), priority -> new ArrayList<>())
                    .add(service);
        }
        List<SrvRecord> ordered = new ArrayList<>(records.size());
        byPriority.values().forEach(equals -> addByWeight(equals, random, ordered));
        return ordered;
    }

    /** Records without weight stand first in the running sum, so that they have a very small chance and not none. */
    private static void addByWeight(List<SrvRecord> unordered, RandomGenerator random, List<SrvRecord> ordered) {
        unordered.sort(Comparator.comparing(service -> service.weight() > 0));
        while (!unordered.isEmpty()) {
            int sum = unordered.stream().mapToInt(SrvRecord::weight).sum();
            int drawn = random.nextInt(sum + 1);
            int index = 0;
            int running = unordered.getFirst().weight();
            while (running < drawn) {
                running += unordered.get(++index).weight();
            }
            ordered.add(unordered.remove(index));
        }
    }
}
