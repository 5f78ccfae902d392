/**
 * The Domain Name System as federation needs it: all addresses of a name, and SRV records with their priorities.
 *
 * <p>{@link io.vestibule.matrix.federation.dns.DnsResolver} is the port that discovery asks;
 * {@link io.vestibule.matrix.federation.dns.NettyDnsResolver} asks real name servers, and
 * {@link io.vestibule.matrix.federation.dns.CachingDnsResolver} remembers what they said. What a name resolves to is never
 * judged here: that is the address guard's business, right before the connection.
 */
@NullMarked
package io.vestibule.matrix.federation.dns;

import org.jspecify.annotations.NullMarked;
