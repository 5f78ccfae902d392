/**
 * Whether the promises were kept: reads topics, and what other homeservers wrote down, and judges from outside.
 *
 * <p>A program of its own. It shares the records' schemas with Vestibule and nothing that decides: what follows from the
 * ledger is worked out here once more, as plainly as the documents say it and without a thought for speed, so that one
 * mistake is not made in both places. It writes nothing, joins no consumer group and commits no offset.
 *
 * <p>{@link io.vestibule.verifier.Verifier} is where to begin; {@code docs/design/verifier.md} says what each check compares.
 */
@NullMarked
package io.vestibule.verifier;

import org.jspecify.annotations.NullMarked;
