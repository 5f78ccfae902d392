/**
 * X-Matrix: how one homeserver proves to another that a request is its own (specification, Server-Server API, "Request
 * Authentication").
 *
 * <p>{@link io.vestibule.matrix.xmatrix.XMatrixSigner} writes the {@code Authorization} header of a request that goes out;
 * {@link io.vestibule.matrix.xmatrix.XMatrixVerifier} judges those of a request that came in. Both sign and verify an
 * {@link io.vestibule.matrix.xmatrix.XMatrixMessage}, which takes the request target as it is on the wire and the body in
 * canonical form.
 *
 * <p>Knows no HTTP library: headers are strings, and where keys come from is the
 * {@link io.vestibule.matrix.key.KeyRing}'s affair.
 */
@NullMarked
package io.vestibule.matrix.xmatrix;

import org.jspecify.annotations.NullMarked;
