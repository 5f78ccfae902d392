package io.vestibule.matrix.key;

import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A server that vouches for the keys of others (specification, Server-Server API, "Querying keys through another server").
 * Immutable.
 *
 * @param name its name
 * @param keys the keys that it vouches with, known beforehand
 */
public record Notary(ServerName name, Map<KeyId, VerifyKey> keys) {

    public Notary {
        keys = Map.copyOf(keys);
    }

    /**
     * Checks one object of a notary's answer: it is about a server that was asked about, signed by that server and by the
     * notary.
     *
     * @param answer the object as received
     * @param asked the servers that were asked about
     * @param fetchedAtTs the time, milliseconds since 1970
     * @return the keys, or why the object is of no use
     */
    public KeyAnswer verify(JsonObject answer, Set<ServerName> asked, long fetchedAtTs, JsonSignatures signatures) {
        Optional<ServerName> server =
                answer.string("server_name").flatMap(ServerName::parse).filter(asked::contains);
        if (server.isEmpty()) {
            return new KeyAnswer.Refused("server_name is none that was asked about");
        }
        if (!signatures
                .verify(answer, name, id -> Optional.ofNullable(keys.get(id)))
                .isValid()) {
            return new KeyAnswer.Refused("it is not signed by a known key of the notary " + name);
        }
        return ServerKeys.verify(answer, server.get(), fetchedAtTs, signatures);
    }
}
