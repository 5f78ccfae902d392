package io.vestibule.kit.lanes;

/**
 * How full the lanes are at one moment.
 *
 * @param held orders in memory, running or waiting for their lane or for room
 * @param running orders that run
 * @param runningInBackground those of them that nobody waits for
 */
public record LaneUse(int held, int running, int runningInBackground) {}
