/**
 * Ingress: takes invites from other homeservers, and answers 200 only for what the log has.
 *
 * <p>The way of a request: {@link io.vestibule.ingress.FederationRoutes} finds the endpoint; {@link
 * io.vestibule.ingress.InviteReception} reads the claim, authenticates the caller, verifies the event and its state (package
 * {@code check}), asks whether the user takes invites (package {@code users}), signs, appends (package {@code append}) and
 * only then answers. Cheap checks come first, so that nobody makes us fetch keys for what could never be an invite.
 *
 * <p>{@link io.vestibule.ingress.IngressService} wires it together. Ingress keeps no invite state and decides nothing: a
 * repeat is appended again and answered alike, and it is the topology that knows it as one fact.
 */
@NullMarked
package io.vestibule.ingress;

import org.jspecify.annotations.NullMarked;
