/**
 * Ed25519 as Matrix uses it: keys, key files, signatures of bytes and of JSON objects.
 *
 * <p>{@link io.vestibule.matrix.crypto.Ed25519} hides which library does the arithmetic. Whichever does, a signature is
 * accepted exactly if libsodium, and so Synapse, accepts it: servers that disagree about one signature disagree about the
 * room. {@link io.vestibule.matrix.crypto.JsonSignatures} signs and verifies JSON objects (specification, appendices,
 * "Signing JSON"); events have more rules, which live in {@code io.vestibule.matrix.event}.
 *
 * <p>Does no I/O but reading and writing a signing key file, asks no clock, and has no randomness of its own.
 */
@NullMarked
package io.vestibule.matrix.crypto;

import org.jspecify.annotations.NullMarked;
