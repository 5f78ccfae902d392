/**
 * What a homeserver and its application services share: namespaces, and events in the form that clients get.
 *
 * <p>{@link io.vestibule.matrix.appservice.Namespaces} says who is interested in an invite and whose users are whose; {@link
 * io.vestibule.matrix.appservice.ClientEvent} turns an event of the federation into what may leave the federation
 * (MSC2375). Pure: no I/O, no registration files, no tokens.
 */
@NullMarked
package io.vestibule.matrix.appservice;

import org.jspecify.annotations.NullMarked;
