/**
 * Everything that decides whether an invite may be signed, without HTTP, Kafka or a clock.
 *
 * <p>{@link io.vestibule.ingress.check.InviteRequest} is what the four endpoints have in common. {@link
 * io.vestibule.ingress.check.InviteClaim} is a request whose event has the right form and is an invite of one of our users
 * by a user of the calling server: all that can be said without a key. {@link io.vestibule.ingress.check.InviteVerifier}
 * checks the event's signatures, {@link io.vestibule.ingress.check.StateChecker} the stripped state. The order matters: no
 * key is fetched for a claim that cannot be an invite for us.
 *
 * <p>Every check answers with a value or with the {@link io.vestibule.matrix.api.MatrixError} to send. Keys come from a
 * {@link io.vestibule.matrix.key.KeyRing}, which may block, so this runs on virtual threads.
 */
@NullMarked
package io.vestibule.ingress.check;

import org.jspecify.annotations.NullMarked;
