/**
 * What a homeserver does beside Vestibule, reduced to what the suite needs: it owns the server name's TLS port and routes invites and
 * keys to ingress as a reverse proxy would, takes {@code /send} and hands membership PDUs to the feed (queued per room until
 * an import's manifest), answers profile queries, joins or leaves rooms by itself, elsewhere than through Vestibule, and is the
 * resident server of rooms of its own, whose events the testkit makes: code that shares nothing with Vestibule's.
 *
 * <p>Belongs to the suite alone. Services must not grow any of this.
 */
@NullMarked
package io.vestibule.interop.shim;

import org.jspecify.annotations.NullMarked;
