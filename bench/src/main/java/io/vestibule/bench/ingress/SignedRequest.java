package io.vestibule.bench.ingress;

import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.xmatrix.XMatrixCredentials;

/**
 * An invite request, ready to be sent.
 *
 * @param event the invite
 * @param http the whole HTTP request
 * @param bodyLength how much of it is the body
 * @param authenticated the bytes that the request's signature is over
 * @param credentials the request's signature
 */
record SignedRequest(Pdu event, byte[] http, int bodyLength, byte[] authenticated, XMatrixCredentials credentials) {

    String eventId() {
        return event.eventId().value();
    }
}
