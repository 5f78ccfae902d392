/** Which faults, in which order, on whom: chosen by a seed alone, so that a run can be had again. Knows no cluster. */
@NullMarked
package io.vestibule.chaos.plan;

import org.jspecify.annotations.NullMarked;
