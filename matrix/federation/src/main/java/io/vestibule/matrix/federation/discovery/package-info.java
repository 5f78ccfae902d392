/**
 * From the name of a server to where it listens ("Server discovery" of the Server-Server API).
 *
 * <p>{@link io.vestibule.matrix.federation.discovery.ServerDiscovery} walks the steps of the specification: IP literal,
 * explicit port, {@code /.well-known/matrix/server}, SRV, deprecated SRV, port 8448. What comes out are
 * {@link io.vestibule.matrix.federation.discovery.Target}s: addresses that the guard has let through, each with the name
 * that its certificate must carry and the authority that requests must name.
 *
 * <p>Slow answers are fetched once for all who wait, and remembered in bounded caches. HTTP is behind the port
 * {@link io.vestibule.matrix.federation.discovery.WellKnownTransport}, the DNS behind
 * {@link io.vestibule.matrix.federation.dns.DnsResolver}; time and randomness come in from outside.
 */
@NullMarked
package io.vestibule.matrix.federation.discovery;

import org.jspecify.annotations.NullMarked;
