/**
 * Whose invites are signed, beyond what the protocol says: operators' rules ({@code invites.policy}), rooms that the homeserver has
 * blocked and the ACLs that it tells of ({@code homeserver.rooms}).
 *
 * <p>{@link io.vestibule.ingress.policy.Policy} answers from tables that are compiled when a record changes, never when an
 * invite comes. Until the feeds have been read to their end it answers nothing, so that no invite is signed for want of a rule
 * that is there. Each refusal is an event ({@link io.vestibule.ingress.policy.RefusalLog}). What users want for themselves is
 * in package {@code users}.
 */
@NullMarked
package io.vestibule.ingress.policy;

import org.jspecify.annotations.NullMarked;
