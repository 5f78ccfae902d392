/**
 * Canonical JSON, event hashes and signatures as the scripted homeservers compute them.
 *
 * <p>Deliberately not Vestibule's own protocol library: a peer that shares no code with the service under test is what turns
 * an agreement between the two into evidence. Only the identifier types are shared. Everything works on parsed JSON trees,
 * slow and obvious; the golden vectors hold it to the specification. Knows nothing of HTTP, rooms or Kafka.
 */
@NullMarked
package io.vestibule.testkit.wire;

import org.jspecify.annotations.NullMarked;
