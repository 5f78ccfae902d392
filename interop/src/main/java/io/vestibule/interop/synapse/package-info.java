/**
 * Real Synapse servers, as the suite uses them: installed and started by the scripts beside this module, driven through
 * their client API as a person's client would. Knows nothing of Vestibule.
 */
@NullMarked
package io.vestibule.interop.synapse;

import org.jspecify.annotations.NullMarked;
