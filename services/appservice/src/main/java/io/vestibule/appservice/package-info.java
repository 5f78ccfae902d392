/**
 * The service that speaks with application services: it sends them what concerns them and asks them whose users are whose.
 *
 * <p>{@link io.vestibule.appservice.AppserviceService} starts it. {@link io.vestibule.appservice.RegistrationWatch} keeps the
 * registration files in sight; {@code claims} publishes their namespaces, {@code push} runs a queue for each service, {@code
 * query} answers ingress. Decides nothing: who hears of what was decided by the topology.
 */
@NullMarked
package io.vestibule.appservice;

import org.jspecify.annotations.NullMarked;
