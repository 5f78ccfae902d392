/**
 * A thin HTTP server: HTTP/1.1, HTTP/2 over TLS and HTTP/2 in clear text, over Vert.x.
 *
 * <p>{@link io.vestibule.kit.http.HttpListener} takes requests with bounded headers and bodies, hands them to one {@link
 * io.vestibule.kit.http.HttpHandler}, and writes the answer. The request target reaches the handler exactly as it stood on
 * the wire, percent-encoding included, because X-Matrix signatures cover it. Whatever cannot be handled is answered with a
 * JSON error of Matrix's form. Stopping lets requests under way finish.
 *
 * <p>Routing, authentication and everything that knows a path belong to the services.
 */
@NullMarked
package io.vestibule.kit.http;

import org.jspecify.annotations.NullMarked;
