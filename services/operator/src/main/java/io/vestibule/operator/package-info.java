/**
 * What operators are shown and may do, for the command line and the console alike.
 *
 * <p>{@link io.vestibule.operator.History} tells the ledger's events of an invite, {@link
 * io.vestibule.operator.RouteReasons} why each server of a room stands where it stands, {@link
 * io.vestibule.operator.OutcomeJson} what a command came to, {@link io.vestibule.operator.RoomReplay} what a room was at some
 * time, {@link io.vestibule.operator.Traces} where records name a person, and {@link io.vestibule.operator.DeadLetterReplay} lets a record
 * be processed again. Reads records and appends what it is told to; decides nothing, knows no HTTP and no terminal.
 */
@NullMarked
package io.vestibule.operator;

import org.jspecify.annotations.NullMarked;
