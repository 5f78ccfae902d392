/** What a record costs the topology, as rooms and histories grow, and how long its stores take to come back. */
@NullMarked
package io.vestibule.bench.topology;

import org.jspecify.annotations.NullMarked;
