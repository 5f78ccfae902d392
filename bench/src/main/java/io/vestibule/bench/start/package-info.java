/** How long a start takes, from the launcher's exec to the ready line. */
@NullMarked
package io.vestibule.bench.start;

import org.jspecify.annotations.NullMarked;
