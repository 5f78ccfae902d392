/**
 * Signed requests to other homeservers over TLS, HTTP/1.1 or HTTP/2.
 *
 * <p>{@link io.vestibule.matrix.federation.client.FederationClient} is the way in: it discovers the server, connects to
 * one target after the other until one accepts, signs the request and hands back the answer, whole or as a stream. A call
 * blocks the calling thread, which is meant to be a virtual one: thousands of slow calls wait at once, while a few event
 * loops do the work. Interrupting the caller cancels the call.
 *
 * <p>Whatever can go wrong between two servers is a
 * {@link io.vestibule.matrix.federation.client.FederationFailure}, never an exception. What an answer means, be it 200 or
 * 403, is the caller's business.
 */
@NullMarked
package io.vestibule.matrix.federation.client;

import org.jspecify.annotations.NullMarked;
