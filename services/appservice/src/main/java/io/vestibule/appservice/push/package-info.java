/**
 * Transactions to application services: one queue each, in order, the same bytes until they are taken.
 *
 * <p>{@link io.vestibule.appservice.push.TransactionQueue} reads the events of one service and sends them through {@link
 * io.vestibule.appservice.push.AppserviceCalls}, which knows HTTP, tokens and the legacy paths. A {@link
 * io.vestibule.appservice.push.Transaction} follows from its record alone, so nothing is remembered here but offsets.
 */
@NullMarked
package io.vestibule.appservice.push;

import org.jspecify.annotations.NullMarked;
