/**
 * Canonical JSON and the hashes over it, beside the same work on a tree of Jackson's. Both ways are checked to give the same
 * bytes before anything is measured.
 */
@NullMarked
package io.vestibule.bench.canonical;

import org.jspecify.annotations.NullMarked;
