/**
 * What is let in, beyond what the protocol asks: bounds of what an invite holds, and how often invites may come.
 *
 * <p>{@link io.vestibule.ingress.gate.Gate} is asked at three places of an invite's way: what it holds, once it is read; whether
 * its origin has a place, before its keys are looked up; and how often it came, once its origin is certain, so that nobody
 * can use up another server's share. Everything here is bounded in memory, takes no lock that is held for long and compiles
 * nothing per request.
 */
@NullMarked
package io.vestibule.ingress.gate;

import org.jspecify.annotations.NullMarked;
