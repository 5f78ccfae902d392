package io.vestibule.kit.lanes;

import org.jspecify.annotations.Nullable;

/**
 * One order on its way through the lanes.
 *
 * @param owner whose loss cancels the order: the assignment of the partition it came from
 * @param lane the lane, null for an order that waits for no other
 * @param interactive whether somebody waits for it
 * @param ticket the order's hold on its partition
 * @param body carries the order out; must not throw
 */
record LaneTask(Object owner, @Nullable String lane, boolean interactive, Ticket ticket, Runnable body) {}
