/**
 * Scripted homeservers: real sockets, real TLS, real signatures, and faults on demand.
 *
 * <p>{@link io.vestibule.testkit.server.FederationWorld} holds the servers of one run, their certificate authority and the
 * log of every request that any of them received. A {@link io.vestibule.testkit.server.ScriptedHomeserver} answers for the
 * rooms it is in as a real server would, unless its script says otherwise for an endpoint. A server that is under test is
 * known to the world by name and address only; its keys are fetched over the wire.
 */
@NullMarked
package io.vestibule.testkit.server;

import org.jspecify.annotations.NullMarked;
