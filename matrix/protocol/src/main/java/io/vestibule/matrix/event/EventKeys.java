package io.vestibule.matrix.event;

import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import java.util.Optional;

/** The keys that are at hand when an event's signatures are checked. Answers from memory; fetching keys comes before. */
@FunctionalInterface
public interface EventKeys {

    /**
     * @param event the event, whose {@code origin_server_ts} and room version say when the key must have been valid
     * @return the server's key if it is known and valid for this event, else empty
     */
    Optional<VerifyKey> find(ServerName server, KeyId key, Pdu event);
}
