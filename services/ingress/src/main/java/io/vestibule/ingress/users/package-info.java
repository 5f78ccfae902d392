/**
 * Which users of ours exist, and whether they take invites.
 *
 * <p>{@link io.vestibule.ingress.users.LocalUsers} is the question; it is answered by {@link
 * io.vestibule.ingress.users.UsersFeed}, a reader of the compacted topic that the homeserver writes. Whom that does not name
 * does not exist, or takes every invite, as it is configured. {@link io.vestibule.ingress.users.AppserviceUsers} adds the users
 * that an application service answers for. Knows Kafka, and of HTTP only that one question.
 */
@NullMarked
package io.vestibule.ingress.users;

import org.jspecify.annotations.NullMarked;
