/**
 * A certificate authority for one run, and the certificates it issues.
 *
 * <p>Scripted homeservers speak real TLS: every run makes its own authority, a service under test trusts it by its PEM file
 * ({@code federation.extra-ca-file}), and a server with a certificate of another authority is a fault like any other. Knows
 * nothing of Matrix.
 */
@NullMarked
package io.vestibule.testkit.tls;

import org.jspecify.annotations.NullMarked;
