/**
 * The process: the root command, each service started alone, and all of them together on an embedded broker.
 *
 * <p>The one place (with the CLI) that may import every service. It wires and supervises; it decides nothing and knows no
 * protocol. A second to learn what runs here: {@link io.vestibule.standalone.Main}.
 */
@NullMarked
package io.vestibule.standalone;

import org.jspecify.annotations.NullMarked;
