/**
 * Which network addresses we may connect to.
 *
 * <p>Strangers choose the hosts that we dial: a server name in {@code via}, a redirect, an SRV target. The guard in this
 * package judges IP addresses, never names, and its callers judge the very address that they then connect to, so that a
 * name cannot resolve to one thing while it is checked and to another when it is used.
 *
 * <p>Pure: no look-ups, no sockets.
 */
@NullMarked
package io.vestibule.matrix.federation.address;

import org.jspecify.annotations.NullMarked;
