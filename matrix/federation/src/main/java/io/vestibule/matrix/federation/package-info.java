/**
 * Speaking to other homeservers: where they are, whether we may connect there, how a signed request gets to them.
 *
 * <p>The packages build on one another in this order, and never the other way round:
 *
 * <ul>
 *   <li>{@link io.vestibule.matrix.federation.address} says which addresses we may connect to;
 *   <li>{@link io.vestibule.matrix.federation.dns} asks the Domain Name System;
 *   <li>{@link io.vestibule.matrix.federation.discovery} turns a server name into targets to try, in order;
 *   <li>{@link io.vestibule.matrix.federation.client} carries signed requests to those targets over TLS;
 *   <li>{@link io.vestibule.matrix.federation.keys} fetches the signing keys of other servers.
 * </ul>
 *
 * <p>Nothing here knows Kafka, rooms or invites.
 */
@NullMarked
package io.vestibule.matrix.federation;

import org.jspecify.annotations.NullMarked;
