/**
 * The namespaces of application services on their topic, from which the topology and ingress learn them.
 *
 * <p>Knows Kafka, no HTTP; what it publishes has neither tokens nor addresses.
 */
@NullMarked
package io.vestibule.appservice.claims;

import org.jspecify.annotations.NullMarked;
