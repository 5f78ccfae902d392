/**
 * The identifiers of Matrix as values: server names, user, room, event and key IDs, room versions, application
 * services.
 *
 * <p>Every identifier checks its grammar and byte limits once, when it is made, so that the code behind it never asks
 * again. {@code parse} answers with an empty {@link java.util.Optional} for strings that come from strangers; {@code of}
 * throws for strings that our own code or configuration should have got right.
 *
 * <p>Knows nothing but the JDK: the pure decision core builds on this package alone.
 */
@NullMarked
package io.vestibule.matrix.id;

import org.jspecify.annotations.NullMarked;
