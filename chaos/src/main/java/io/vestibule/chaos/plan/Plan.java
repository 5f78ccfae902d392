package io.vestibule.chaos.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * What one run does to a cluster. The same seed is the same plan. Immutable.
 *
 * @param seed of everything in the run that is chosen
 * @param blows in their order
 */
public record Plan(long seed, List<Blow> blows) {

    private static final int LEAST_LEAD_MS = 300;
    private static final int MOST_LEAD_MS = 1500;
    private static final int VICTIMS = 6;

    public Plan {
        blows = List.copyOf(blows);
    }

    /** @return the plan of the short form: one fault of each of its families, which one the seed chooses */
    public static Plan ofShort(long seed) {
        // Not Random, whose first draw among four is the same one for all small seeds.
        SplittableRandom random = new SplittableRandom(seed);
        return of(
                seed,
                FaultKind.ofShort().values().stream()
                        .map(family -> family.get(random.nextInt(family.size())))
                        .toList());
    }

    /**
     * @param count how many faults, drawn from all without repeating any before all had their turn
     * @return a run of the long form
     */
    public static Plan ofLong(long seed, int count) {
        Random random = new Random(seed);
        List<FaultKind> kinds = new ArrayList<>();
        while (kinds.size() < count) {
            List<FaultKind> all = Arrays.asList(FaultKind.values().clone());
            Collections.shuffle(all, random);
            kinds.addAll(all);
        }
        return of(seed, kinds.subList(0, count));
    }

    /** @return whether the clocks of processes are to be had in hand */
    public boolean stepsClocks() {
        return blows.stream().anyMatch(blow -> blow.kind().family() == FaultKind.Family.CLOCK);
    }

    /** @return whether disks are to be filled */
    public boolean fillsDisks() {
        return blows.stream()
                .map(Blow::kind)
                .anyMatch(kind -> kind == FaultKind.DISK_FULL || kind == FaultKind.BROKER_DISK_FULL);
    }

    /** @return a plan of just these faults, in an order that the seed chooses */
    public static Plan of(long seed, List<FaultKind> kinds) {
        Random random = new Random(seed);
        List<FaultKind> order = new ArrayList<>(kinds);
        Collections.shuffle(order, random);
        return new Plan(seed, order.stream().map(kind -> blow(kind, random)).toList());
    }

    private static Blow blow(FaultKind kind, Random random) {
        Duration lead = Duration.ofMillis(random.nextInt(LEAST_LEAD_MS, MOST_LEAD_MS));
        return new Blow(kind, random.nextInt(VICTIMS), lead);
    }
}
