package io.vestibule.interop.shim;

import io.vestibule.matrix.api.RequestTarget;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.federation.client.RequestSigner;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.xmatrix.XMatrixMessage;
import io.vestibule.matrix.xmatrix.XMatrixSigner;
import io.vestibule.testkit.room.Identity;
import io.vestibule.testkit.wire.ServerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A server name and its key: signs requests and events in that server's name. Thread-safe. */
final class SigningIdentity {

    private final ServerName server;
    private final EventSigner events;
    private final XMatrixSigner requests;

    private SigningIdentity(ServerName server, SigningKey key, Ed25519 ed25519) {
        this.server = server;
        this.events = new EventSigner(ed25519, server, key);
        this.requests = new XMatrixSigner(server, key, ed25519);
    }

    static SigningIdentity of(String server, Path keyFile, Ed25519 ed25519) throws IOException {
        return new SigningIdentity(
                ServerName.of(server), SigningKeyFile.read(keyFile).signingKey(), ed25519);
    }

    /** @return the same name and key for code that shares nothing with Vestibule's */
    static Identity independently(ServerName server, Path keyFile) throws IOException {
        String[] words = Files.readString(keyFile).strip().split(" ");
        KeyId id = KeyId.of(words[0] + ":" + words[1]);
        return new Identity(server, ServerKey.of(id, Base64.getDecoder().decode(words[2])));
    }

    /** @return one that nobody else knows */
    static SigningIdentity unknown(ServerName server, Ed25519 ed25519) {
        return new SigningIdentity(server, SigningKey.generate(KeyId.of("ed25519:new"), new SecureRandom()), ed25519);
    }

    EventSigner events() {
        return events;
    }

    /** @return the Authorization header of a request to that destination */
    String authorization(String method, String target, ServerName destination, byte @Nullable [] body) {
        XMatrixMessage message =
                XMatrixMessage.of(method, new RequestTarget(target), body == null ? null : JsonObject.of(body));
        return requests.sign(message, destination).toHeader();
    }

    RequestSigner forClient() {
        return (destination, request) -> authorization(
                request.method(), request.target(), destination, request.body().orElse(null));
    }

    @Override
    public String toString() {
        return server.value();
    }
}
