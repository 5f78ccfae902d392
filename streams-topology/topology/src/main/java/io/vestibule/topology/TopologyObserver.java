package io.vestibule.topology;

/** Hears what operators count. Called on the threads of the tasks; must neither block nor throw. */
@FunctionalInterface
public interface TopologyObserver {

    /**
     * A room's routes had no place for some servers; heard once more when the decision is made again.
     *
     * @param servers how many, at least 1
     */
    void routesTrimmed(int servers);
}
