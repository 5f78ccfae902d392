/**
 * Whether a service lives, is ready and has started, and the small HTTP server that says so.
 *
 * <p>Services register named checks in {@link io.vestibule.kit.health.Health}; {@link io.vestibule.kit.health.AdminServer}
 * answers {@code /health/live}, {@code /health/ready}, {@code /health/startup} and {@code /metrics} on an address of its own,
 * away from the federation. A check says why it fails; it reads what the service already knows and never waits.
 */
@NullMarked
package io.vestibule.kit.health;

import org.jspecify.annotations.NullMarked;
