/**
 * What is asked of the cluster while it is struck: invites as other servers send them, commands as client-facing services
 * do, both again until they are answered. Everything that was promised meanwhile is kept in the {@link
 * io.vestibule.chaos.promise.Journal}. Knows no faults.
 */
@NullMarked
package io.vestibule.chaos.load;

import org.jspecify.annotations.NullMarked;
