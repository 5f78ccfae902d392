package io.vestibule.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.TlsFiles;
import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsListenerTest {

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private X509Certificate certificate;
    private TlsFiles files;

    @BeforeEach
    void makeCertificate() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=localhost");
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(3600)),
                name,
                pair.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
        certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        files = new TlsFiles(
                pem("server.crt", certificate), pem("server.key", new JcaPKCS8Generator(pair.getPrivate(), null)));
    }

    @AfterEach
    void stop() {
        vertx.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
    void both_versions_of_http_are_spoken_over_tls(String name) throws Exception {
        // Given
        Version version = Version.valueOf(name);
        try (HttpListener listener = start(files);
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(trusting())
                        .version(version)
                        .build()) {
            var request = java.net.http.HttpRequest.newBuilder(
                            URI.create("https://localhost:" + listener.address().port() + "/%21x"))
                    .PUT(BodyPublishers.ofString("{}"))
                    .build();
            // When
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            // Then
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.body()).isEqualTo("/%21x");
        }
    }

    @Test
    void a_certificate_that_cannot_be_read_stops_the_start() {
        // Given
        TlsFiles missing = new TlsFiles(folder.resolve("missing.crt"), files.keyFile());
        // When
        // Then
        assertThatThrownBy(() -> start(missing))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1:0");
    }

    private HttpListener start(TlsFiles tls) {
        return HttpListener.start(
                vertx,
                new ListenOptions(
                        new HostPort("127.0.0.1", 0),
                        Optional.of(tls),
                        ListenOptions.Bounds.of(1024, 10),
                        ListenOptions.Timeouts.DEFAULT),
                request -> CompletableFuture.completedFuture(HttpAnswer.text(200, "text/plain", request.target())));
    }

    private SSLContext trusting() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("server", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private Path pem(String name, Object content) throws IOException {
        Path file = folder.resolve(name);
        try (Writer writer = Files.newBufferedWriter(file);
                JcaPEMWriter pem = new JcaPEMWriter(writer)) {
            pem.writeObject(content);
        }
        return file;
    }
}
