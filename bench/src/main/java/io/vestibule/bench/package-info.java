/**
 * Benchmarks, {@code ./vestibule bench}. Each {@link io.vestibule.bench.Bench} measures something that a promise of the
 * project is about, verifies the results it measures by, and says its figures as one line of JSON each. Nothing else of the
 * project knows this package.
 */
@NullMarked
package io.vestibule.bench;

import org.jspecify.annotations.NullMarked;
