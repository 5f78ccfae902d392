/**
 * The network behind the key ring: signing keys of other servers, from the servers themselves or from notaries.
 *
 * <p>{@link io.vestibule.matrix.federation.keys.NetworkKeyFetcher} is what a
 * {@link io.vestibule.matrix.key.CachingKeyRing} asks for what it does not know;
 * {@link io.vestibule.matrix.federation.keys.KeyQueries} are the single questions, one of which asks a notary about many
 * servers at once. Every answer is verified before it leaves this package. Nothing is remembered here, and how often a
 * server is asked is the key ring's business.
 */
@NullMarked
package io.vestibule.matrix.federation.keys;

import org.jspecify.annotations.NullMarked;
