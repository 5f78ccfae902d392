/**
 * What stands between servers during a run: a TLS proxy in front of each Synapse that can refuse, hang or hide an
 * endpoint, and that remembers in which order it was asked. Knows nothing of Vestibule's code.
 */
@NullMarked
package io.vestibule.interop.proxy;

import org.jspecify.annotations.NullMarked;
