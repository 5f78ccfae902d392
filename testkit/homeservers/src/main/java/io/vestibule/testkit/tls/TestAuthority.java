package io.vestibule.testkit.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that lives as long as its run. Its key never leaves the process. Safe for use by several threads. */
public final class TestAuthority {

    private static final String SIGNATURE = "SHA256withECDSA";

    private final KeyPair keys;
    private final X509Certificate certificate;
    private final AtomicLong serial = new AtomicLong(1);

    private TestAuthority(KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    /**
     * @param name the common name of the authority
     * @return a new authority with a key of its own
     */
    public static TestAuthority named(String name) {
        KeyPair keys = newKeys();
        X500Name self = new X500Name("CN=" + name);
        Instant now = Instant.now();
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            self,
                            BigInteger.ONE,
                            Date.from(now.minus(1, ChronoUnit.HOURS)),
                            Date.from(now.plus(30, ChronoUnit.DAYS)),
                            self,
                            keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new TestAuthority(keys, sign(builder, keys));
        } catch (IOException | GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException("cannot make a certificate authority", impossible);
        }
    }

    /**
     * @param hosts DNS names and IP literals that the certificate is good for
     * @return a certificate with a new key, good from an hour ago for 30 days
     */
    public ServerCertificate issue(List<String> hosts) {
        Instant now = Instant.now();
        return issue(hosts, now.minus(1, ChronoUnit.HOURS), now.plus(30, ChronoUnit.DAYS));
    }

    /**
     * @param hosts DNS names and IP literals that the certificate is good for
     * @return a certificate that was good until yesterday
     */
    public ServerCertificate issueExpired(List<String> hosts) {
        Instant now = Instant.now();
        return issue(hosts, now.minus(30, ChronoUnit.DAYS), now.minus(1, ChronoUnit.DAYS));
    }

    private ServerCertificate issue(List<String> hosts, Instant from, Instant until) {
        KeyPair server = newKeys();
        GeneralName[] names = hosts.stream().map(TestAuthority::generalName).toArray(GeneralName[]::new);
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            certificate,
                            BigInteger.valueOf(serial.incrementAndGet()),
                            Date.from(from),
                            Date.from(until),
                            new X500Name("CN=" + hosts.getFirst()),
                            server.getPublic())
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            return new ServerCertificate(sign(builder, keys), server.getPrivate(), certificate);
        } catch (IOException | GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException("cannot issue a certificate for " + hosts, impossible);
        }
    }

    /** @return the authority's certificate as PEM, what {@code federation.extra-ca-file} wants */
    public String pem() {
        return Pem.of("CERTIFICATE", certificate);
    }

    /**
     * Writes {@link #pem()}.
     *
     * @return the file
     * @throws IOException if the file cannot be written
     */
    public Path writeTo(Path file) throws IOException {
        return Files.writeString(file, pem());
    }

    /** @return a client context that trusts this authority and no other */
    public SSLContext clientContext() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException impossible) {
            throw new IllegalStateException("cannot trust the test authority", impossible);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has secp256r1", impossible);
        }
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair issuer)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(issuer.getPrivate())));
    }

    private static GeneralName generalName(String host) {
        boolean address = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }
}
