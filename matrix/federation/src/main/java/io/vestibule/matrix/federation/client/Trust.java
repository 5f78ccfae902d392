package io.vestibule.matrix.federation.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom we trust to vouch for servers: the system's certificate authorities, and the operator's. */
final class Trust {

    private Trust() {}

    static TrustManagerFactory withExtra(List<Path> pemFiles) {
        try {
            if (pemFiles.isEmpty()) {
                return factory(null);
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (X509Certificate system : systemAuthorities()) {
                store.setCertificateEntry("system-" + number++, system);
            }
            for (Path file : pemFiles) {
                for (Certificate extra : read(file)) {
                    store.setCertificateEntry("extra-" + number++, extra);
                }
            }
            return factory(store);
        } catch (GeneralSecurityException | IOException noTrust) {
            throw new IllegalStateException("cannot set up the trusted certificate authorities", noTrust);
        }
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static List<X509Certificate> systemAuthorities() throws GeneralSecurityException {
        for (TrustManager manager : factory(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return List.of(x509.getAcceptedIssuers());
            }
        }
        return List.of();
    }

    private static Collection<? extends Certificate> read(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("no certificate in the CA file " + file);
            }
            return certificates;
        } catch (IOException | CertificateException unreadable) {
            throw new IllegalArgumentException(
                    "cannot read the CA file " + file + ": " + unreadable.getMessage(), unreadable);
        }
    }
}
