package io.vestibule.matrix.federation.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that lives as long as a test. */
public final class TestAuthority {

    public static final String PASSWORD = "secret";

    private static final Duration LIFETIME = Duration.ofDays(1);

    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;
    private final AtomicLong serial = new AtomicLong(1);

    public TestAuthority() {
        X500Name name = new X500Name("CN=Test authority");
        this.certificate = issue(name, keys, new Names(true), Instant.now().plus(LIFETIME));
    }

    private record Names(boolean authority, String... names) {}

    /** A key store with a fresh key and a certificate for these DNS names and IP addresses. */
    public KeyStore keysFor(String... names) {
        return keysFor(Instant.now().plus(LIFETIME), names);
    }

    /** The same, with a certificate that is over. */
    public KeyStore expiredKeysFor(String... names) {
        return keysFor(Instant.now().minus(Duration.ofMinutes(1)), names);
    }

    private KeyStore keysFor(Instant notAfter, String... names) {
        try {
            KeyPair serverKeys = newKeys();
            X509Certificate server = issue(new X500Name("CN=server"), serverKeys, new Names(false, names), notAfter);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            PrivateKey key = serverKeys.getPrivate();
            store.setKeyEntry("server", key, PASSWORD.toCharArray(), new Certificate[] {server, certificate});
            return store;
        } catch (GeneralSecurityException | IOException bug) {
            throw new IllegalStateException(bug);
        }
    }

    public SSLContext contextFor(KeyStore store) {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException(bug);
        }
    }

    /** Writes the authority's certificate as PEM. */
    public Path writeTo(Path file) {
        try {
            String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            return Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private X509Certificate issue(X500Name subject, KeyPair subjectKeys, Names names, Instant notAfter) {
        try {
            X500Name issuer = names.authority() ? subject : new X500Name("CN=Test authority");
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(names.authority() ? 0 : serial.incrementAndGet()),
                    Date.from(notAfter.minus(LIFETIME).minus(Duration.ofHours(1))),
                    Date.from(notAfter),
                    subject,
                    subjectKeys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(names.authority()));
            if (names.names().length > 0) {
                GeneralName[] alternatives = Stream.of(names.names())
                        .map(name ->
                                new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                        .toArray(GeneralName[]::new);
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (GeneralSecurityException | IOException | OperatorCreationException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private static boolean isAddress(String name) {
        return name.contains(":") || name.chars().allMatch(c -> c == '.' || Character.isDigit(c));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException(bug);
        }
    }
}
