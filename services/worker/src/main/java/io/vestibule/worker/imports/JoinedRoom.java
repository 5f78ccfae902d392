package io.vestibule.worker.imports;

import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.ServerName;

/**
 * The room that was joined, as far as it is known before its state is read.
 *
 * @param orderId the order that joined it
 * @param commandId the command behind the order
 * @param join our signed join
 * @param answeredBy the server that took it
 * @param membersMayBeOmitted whether we asked for that
 */
public record JoinedRoom(
        String orderId, String commandId, Pdu join, ServerName answeredBy, boolean membersMayBeOmitted) {}
