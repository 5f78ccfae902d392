/**
 * The topology as a running service: configuration, the life of the Streams application, its health, and a reader of the
 * ledger for tools.
 *
 * <p>{@link io.vestibule.topology.service.TopologyService} wires everything by constructors. What is decided is none of
 * this package's business; it may use the topology, the kit and the schemas, and no other service.
 */
@NullMarked
package io.vestibule.topology.service;

import org.jspecify.annotations.NullMarked;
