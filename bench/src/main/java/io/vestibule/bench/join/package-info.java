/** What it costs to take the state of a joined room over, beside the bare verification of its signatures. */
@NullMarked
package io.vestibule.bench.join;

import org.jspecify.annotations.NullMarked;
