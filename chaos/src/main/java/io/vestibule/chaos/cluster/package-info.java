/**
 * The cluster that is struck: three brokers, a schema registry, two instances of every service. Each process can be killed, stopped, paused and
 * started again; each way from a service to a broker can be broken. Knows nothing of what is asked of it.
 */
@NullMarked
package io.vestibule.chaos.cluster;

import org.jspecify.annotations.NullMarked;
