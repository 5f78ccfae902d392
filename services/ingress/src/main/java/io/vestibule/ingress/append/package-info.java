/**
 * The append to {@code invites.received}: the one step after which an invite is ours to keep.
 *
 * <p>{@link io.vestibule.ingress.append.InviteLog} completes only when every in-sync replica has the record, or says why it
 * could not be appended. A broker that does not answer is noticed after a second, and from then on callers are told so at
 * once. Knows Kafka, no HTTP.
 */
@NullMarked
package io.vestibule.ingress.append;

import org.jspecify.annotations.NullMarked;
