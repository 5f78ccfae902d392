/**
 * What is written for other programs against those programs' own schemas: the manifests against the APIs of Kubernetes, Strimzi,
 * the Prometheus operator and KEDA, {@code docs/asyncapi.json} against AsyncAPI's.
 *
 * <p>Tests only, and a module of their own: nothing else of Vestibule is to see the libraries that carry these schemas. Whether
 * the files fit one another is tested in standalone.
 */
@NullMarked
package io.vestibule.manifests;

import org.jspecify.annotations.NullMarked;
