package io.vestibule.worker;

import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.federation.address.CidrBlock;
import io.vestibule.matrix.federation.client.FederationClient;
import io.vestibule.matrix.federation.client.FederationClientSettings;
import io.vestibule.matrix.federation.client.XMatrixRequestSigner;
import io.vestibule.matrix.federation.keys.KeyQueries;
import io.vestibule.matrix.federation.keys.NetworkKeyFetcher;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.key.CachingKeyRing;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.key.KeyRingLimits;
import io.vestibule.matrix.xmatrix.XMatrixSigner;
import io.vestibule.testkit.server.FederationWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Our side of the federation in tests: our name, our key, a real client and a real key ring. */
final class Federation implements AutoCloseable {
    final ServerName name;
    final SigningKeyFile keys;
    final FederationClient client;
    final KeyRing keyRing;

    private final ExecutorService fetches = Executors.newVirtualThreadPerTaskExecutor();

    Federation(FederationWorld world, ServerName name, SigningKeyFile keys, Path folder) throws Exception {
        this.name = name;
        this.keys = keys;
        Path authority = world.authority().writeTo(folder.resolve("ca.pem"));
        FederationClientSettings settings = FederationClientSettings.DEFAULT
                .withAllowedAddresses(List.of(CidrBlock.parse("127.0.0.0/8"), CidrBlock.parse("::1/128")))
                .withExtraCaFiles(List.of(authority));
        client = new FederationClient(
                settings, new XMatrixRequestSigner(new XMatrixSigner(name, keys.signingKey(), Ed25519.fastest())));
        KeyQueries queries = new KeyQueries(client, new JsonSignatures(Ed25519.fastest()), InstantSource.system());
        keyRing = new CachingKeyRing(
                new NetworkKeyFetcher(queries, List.of(), Duration.ofSeconds(5)),
                InstantSource.system(),
                KeyRingLimits.DEFAULT,
                fetches);
        world.learnKey(
                name,
                keys.signingKey().id().value(),
                keys.signingKey().verifyKey().base64());
    }

    @Override
    public void close() {
        client.close();
        fetches.close();
    }
}
