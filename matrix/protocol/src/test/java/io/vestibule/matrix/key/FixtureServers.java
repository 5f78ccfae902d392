package io.vestibule.matrix.key;

import io.vestibule.matrix.Golden;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The two homeservers of the recorded exchanges, and what their recording says of them. */
public enum FixtureServers {
    HS1("localhost:18448"),
    HS2("localhost:28448");

    public static final JsonSignatures SIGNATURES = new JsonSignatures(Ed25519.portable());

    private final ServerName name;

    FixtureServers(String name) {
        this.name = ServerName.of(name);
    }

    public ServerName server() {
        return name;
    }

    public SigningKeyFile signingKeys() {
        return SigningKeyFile.parse(new String(file("signing.key"), StandardCharsets.UTF_8));
    }

    public byte[] publishedKeys() {
        return file("server-key.json");
    }

    /** The published keys as somebody who fetched them at this time knows them. */
    public ServerKeys keys(long fetchedAtTs) {
        KeyAnswer answer = ServerKeys.verify(JsonObject.of(publishedKeys()), name, fetchedAtTs, SIGNATURES);
        return ((KeyAnswer.Verified) answer).keys();
    }

    private byte[] file(String suffix) {
        return Golden.bytes("fixtures/keys/" + name().toLowerCase(Locale.ROOT) + "-" + suffix);
    }
}
