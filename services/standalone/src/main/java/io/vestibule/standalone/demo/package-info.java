/**
 * The demo: a small cast of homeservers on loopback, a standalone Vestibule, and scenes that play a real invite's life.
 *
 * <p>Everything is real but the scale: TLS, signatures, Kafka, and the commands, which go through the CLI's client. A scene
 * states what it expects; {@code --once} ends with 0 only if every expectation held. Knows Vestibule from outside, as its
 * users do: over HTTP and over the topics.
 */
@NullMarked
package io.vestibule.standalone.demo;

import org.jspecify.annotations.NullMarked;
