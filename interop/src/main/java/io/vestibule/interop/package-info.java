/**
 * The suite against real homeservers: {@code ./vestibule interop}. It runs Vestibule as an operator would, in a process of its own,
 * and judges it from outside: by its topics and by what Synapse says.
 */
@NullMarked
package io.vestibule.interop;

import org.jspecify.annotations.NullMarked;
