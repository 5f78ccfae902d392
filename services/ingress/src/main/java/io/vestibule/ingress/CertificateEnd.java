package io.vestibule.ingress;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** Until when a certificate file is good. */
final class CertificateEnd {

    private CertificateEnd() {}

    /**
     * @param file PEM, the server's own certificate first
     * @throws IllegalStateException if it is no certificate
     */
    static Instant of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            X509Certificate own =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return own.getNotAfter().toInstant();
        } catch (CertificateException e) {
            throw new IllegalStateException(file + " is no certificate: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
