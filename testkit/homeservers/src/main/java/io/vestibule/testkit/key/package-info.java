/**
 * Keys that a test or a benchmark gives away without a key server.
 *
 * <p>Borders: implements the Matrix library's {@code KeyRing}, and fetches nothing.
 */
@NullMarked
package io.vestibule.testkit.key;

import org.jspecify.annotations.NullMarked;
