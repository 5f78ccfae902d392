/**
 * A real broker for tests: embedded in the test's JVM unless a container is asked for.
 *
 * <p>Borders: gives an address and nothing else, so that no test can depend on how its broker runs. Tests that break
 * brokers use {@link io.vestibule.broker.BrokerProcess}.
 */
@NullMarked
package io.vestibule.testkit.broker;

import org.jspecify.annotations.NullMarked;
