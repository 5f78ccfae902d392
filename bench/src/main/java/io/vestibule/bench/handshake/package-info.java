/**
 * Handshakes from the command to the outcome: a Vestibule in a process of its own, scripted homeservers with real TLS and real
 * signatures in this one.
 */
@NullMarked
package io.vestibule.bench.handshake;

import org.jspecify.annotations.NullMarked;
