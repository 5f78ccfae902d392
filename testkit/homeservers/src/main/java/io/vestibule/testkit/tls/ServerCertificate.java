package io.vestibule.testkit.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * A certificate with its key and its issuer. Immutable.
 *
 * @param certificate the server's certificate
 * @param key its private key
 * @param issuer the authority's certificate
 */
public record ServerCertificate(X509Certificate certificate, PrivateKey key, X509Certificate issuer) {

    /** @return the chain as PEM, the server's certificate first */
    public String chainPem() {
        return Pem.of("CERTIFICATE", certificate) + Pem.of("CERTIFICATE", issuer);
    }

    /** @return the key as unencrypted PKCS#8 PEM */
    public String keyPem() {
        return Pem.of("PRIVATE KEY", key);
    }

    /**
     * Writes {@link #chainPem()} and {@link #keyPem()}.
     *
     * @throws IOException if a file cannot be written
     */
    public void writeTo(Path chainFile, Path keyFile) throws IOException {
        Files.writeString(chainFile, chainPem());
        Files.writeString(keyFile, keyPem());
    }
}
