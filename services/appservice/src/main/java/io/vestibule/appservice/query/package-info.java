/**
 * Whether a user of an application service exists, for ingress: one path of an internal listener, answered by the service
 * that has the user's ID to itself.
 */
@NullMarked
package io.vestibule.appservice.query;

import org.jspecify.annotations.NullMarked;
