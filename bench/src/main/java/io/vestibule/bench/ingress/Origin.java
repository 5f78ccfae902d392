package io.vestibule.bench.ingress;

import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.xmatrix.XMatrixSigner;
import io.vestibule.testkit.server.ScriptedHomeserver;

/**
 * A homeserver that invites. Immutable.
 *
 * @param server its name
 * @param key its signing key, which it serves
 * @param ed25519 does the arithmetic
 */
record Origin(ServerName server, SigningKey key, Ed25519 ed25519) {

    /** Acts as a scripted homeserver, which goes on to serve the keys. */
    static Origin of(ScriptedHomeserver homeserver) {
        SigningKey key =
                SigningKeyFile.parse(homeserver.identity().key().fileLine()).signingKey();
        return new Origin(homeserver.name(), key, Ed25519.fastest());
    }

    EventSigner events() {
        return new EventSigner(ed25519, server, key);
    }

    XMatrixSigner requests() {
        return new XMatrixSigner(server, key, ed25519);
    }
}
