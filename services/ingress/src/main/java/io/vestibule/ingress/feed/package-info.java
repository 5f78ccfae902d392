/**
 * Compacted topics, {@link io.vestibule.ingress.feed.Feed}, that ingress follows from their start: {@link
 * io.vestibule.ingress.feed.FeedReader}. What their records
 * mean is the business of those who follow them (packages {@code users} and {@code policy}).
 */
@NullMarked
package io.vestibule.ingress.feed;

import org.jspecify.annotations.NullMarked;
