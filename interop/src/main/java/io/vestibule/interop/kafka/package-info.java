/**
 * The suite's own clients of Vestibule's topics: commands out, outcomes, views and imports in, feeds of the homeserver. Reads and writes
 * nothing but Kafka, as any backend would.
 */
@NullMarked
package io.vestibule.interop.kafka;

import org.jspecify.annotations.NullMarked;
