/** Carries out the blows of a plan on a cluster, and ends them again. Knows nothing of what comes of it. */
@NullMarked
package io.vestibule.chaos.fault;

import org.jspecify.annotations.NullMarked;
