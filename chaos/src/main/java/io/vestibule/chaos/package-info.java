/**
 * {@code ./vestibule chaos}: a cluster of three brokers and two instances of every service, each in a JVM of its own, under a load of invites, is
 * struck by faults that a seed chooses, and watched.
 *
 * <p>A run starts a cluster, lets strangers misbehave, strikes, measures each time how long it takes until a fresh invite is
 * accepted again, waits until nothing is pending, and has the promises checked. Everything is real but the homeservers, which
 * are scripted, with real TLS and signatures.
 */
@NullMarked
package io.vestibule.chaos;

import org.jspecify.annotations.NullMarked;
