/**
 * A real Kafka broker (KRaft) inside this process, or in a child process that a test may kill: alone, or one of a cluster
 * whose nodes all hold a copy of everything.
 *
 * <p>Standalone runs and tests use it; a production deployment uses a cluster of its own. Data survive: a broker that is
 * started again on the same directory has the same cluster ID and the same topics. Knows nothing of Vestibule's topics.
 */
@NullMarked
package io.vestibule.broker;

import org.jspecify.annotations.NullMarked;
