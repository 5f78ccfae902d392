/**
 * JSON as Matrix signs it: read straight from the bytes, kept as the bytes, written in canonical form.
 *
 * <p>{@link io.vestibule.matrix.json.JsonObject#parse} checks a document once and builds a flat index of integers over it;
 * {@link io.vestibule.matrix.json.JsonValue}s are thin views on that index and never a tree. The original bytes of every
 * value stay at hand, because what was signed must be passed on as it came. {@link io.vestibule.matrix.json.CanonicalJson}
 * writes canonical form (specification, appendices, "Canonical JSON") from the same index, leaving out what a
 * {@link io.vestibule.matrix.json.JsonSelection} does not keep, so that neither hashing nor signing parses again.
 *
 * <p>Duplicate keys, lone surrogates, malformed UTF-8 and deep nesting are refused in every room version; numbers are
 * judged by {@link io.vestibule.matrix.json.JsonRules}.
 *
 * <p>Knows nothing of events, servers or keys.
 */
@NullMarked
package io.vestibule.matrix.json;

import org.jspecify.annotations.NullMarked;
