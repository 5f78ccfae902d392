package io.vestibule.matrix.room;

/**
 * Who must sign events, and with which keys.
 *
 * @param keyValidity      whether a key must have been valid ({@code valid_until_ts}) when the event was made
 * @param eventIdServer    whether the server named in the event ID must sign too
 * @param authorisingServer whether the server of {@code join_authorised_via_users_server} must sign joins that name one
 */
public record SignatureRules(boolean keyValidity, boolean eventIdServer, boolean authorisingServer) {

    SignatureRules withKeyValidity() {
        return new SignatureRules(true, eventIdServer, authorisingServer);
    }

    SignatureRules withoutEventIdServer() {
        return new SignatureRules(keyValidity, false, authorisingServer);
    }

    SignatureRules withAuthorisingServer() {
        return new SignatureRules(keyValidity, eventIdServer, true);
    }
}
