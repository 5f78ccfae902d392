/**
 * The signing keys of servers: reading what they publish, remembering it, publishing our own (specification, Server-Server
 * API, "Retrieving server keys").
 *
 * <p>{@link io.vestibule.matrix.key.ServerKeys} is one verified answer. {@link io.vestibule.matrix.key.KeyRing} is what
 * everybody asks who has a signature to check; {@link io.vestibule.matrix.key.CachingKeyRing} remembers answers and asks a
 * {@link io.vestibule.matrix.key.KeyFetcher} for what is missing, which is where the network begins.
 * {@link io.vestibule.matrix.key.OwnServerKeys} writes our own answer.
 *
 * <p>A key answer is signed by the keys that are in it, so by itself it proves nothing but that it is whole. What makes it
 * trustworthy is where it came from: the server itself over TLS, or a notary that is trusted.
 *
 * <p>Knows no network and no clock but the one that it is given.
 */
@NullMarked
package io.vestibule.matrix.key;

import org.jspecify.annotations.NullMarked;
