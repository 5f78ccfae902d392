/** Homeservers that are dead or lie, and joins that have to find the honest one among them. Knows no faults of ours. */
@NullMarked
package io.vestibule.chaos.hostile;

import org.jspecify.annotations.NullMarked;
