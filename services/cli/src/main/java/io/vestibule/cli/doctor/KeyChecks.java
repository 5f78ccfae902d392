package io.vestibule.cli.doctor;

import io.vestibule.kit.config.FederationConfig;
import io.vestibule.kit.config.TlsFiles;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.client.FederationClient;
import io.vestibule.matrix.federation.client.FederationClientSettings;
import io.vestibule.matrix.federation.client.XMatrixRequestSigner;
import io.vestibule.matrix.federation.keys.KeyQueries;
import io.vestibule.matrix.key.KeyFetch;
import io.vestibule.matrix.key.ServerKeys;
import io.vestibule.matrix.xmatrix.XMatrixSigner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Our signing keys: the file, whether the federation sees the same ones, and the TLS certificate. */
final class KeyChecks {

    private static final Duration SOON = Duration.ofDays(14);
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final VestibuleConfig config;
    private final InstantSource clock;

    KeyChecks(VestibuleConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    List<Finding> findings() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        Path file = config.server().signingKeyFile();
        Optional<SigningKeyFile> keys = Optional.empty();
        try {
            keys = Optional.of(SigningKeyFile.read(file));
            findings.add(keyFile(file, keys.get()));
        } catch (IOException | IllegalArgumentException wrong) {
            findings.add(Finding.failed("signing key", "cannot use " + file + ": " + wrong.getMessage()));
        }
        findings.add(
                keys.isPresent()
                        ? published(keys.get())
                        : Finding.skipped("published keys", "there is no signing key to compare with"));
        findings.add(config.ingress()
                .tls()
                .map(tls -> certificate(tls, clock.instant()))
                .orElseGet(() -> Finding.skipped("TLS certificate", "TLS ends at a proxy")));
        return findings;
    }

    private static Finding keyFile(Path file, SigningKeyFile keys) throws IOException {
        String what = file + " signs with " + keys.signingKey().id();
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        boolean open = posix && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        return open
                ? Finding.warning("signing key", what + ", and others than its owner may read it: chmod 600 " + file)
                : Finding.ok("signing key", what);
    }

    private Finding published(SigningKeyFile keys) throws InterruptedException {
        XMatrixRequestSigner signer = new XMatrixRequestSigner(
                new XMatrixSigner(config.server().name(), keys.signingKey(), Ed25519.fastest()));
        try (FederationClient client = new FederationClient(settings(config), signer)) {
            KeyQueries queries = new KeyQueries(client, new JsonSignatures(Ed25519.fastest()), clock);
            KeyFetch fetch = queries.askServer(
                    config.server().name(), Deadline.after(config.federation().keyFetchTimeout()));
            return switch (fetch) {
                case KeyFetch.Failed failed ->
                    Finding.failed(
                            "published keys",
                            "the federation cannot read the keys of "
                                    + config.server().name() + ": " + failed.reason());
                case KeyFetch.Fetched fetched -> compare(keys, fetched.answers().getFirst());
            };
        }
    }

    /** @return how this deployment calls others */
    static FederationClientSettings settings(VestibuleConfig config) {
        FederationConfig federation = config.federation();
        return FederationClientSettings.DEFAULT
                .withAddresses(federation.addresses())
                .withExtraCaFiles(federation.extraCaFile().stream().toList());
    }

    private Finding compare(SigningKeyFile keys, ServerKeys published) {
        SigningKey signing = keys.signingKey();
        var found = published.verifyKeys().get(signing.id());
        Instant until = Instant.ofEpochMilli(published.validUntilTs());
        if (found == null) {
            return Finding.failed(
                    "published keys",
                    "what we sign nobody can verify: " + published.server() + " publishes "
                            + published.verifyKeys().keySet() + ", not " + signing.id());
        }
        if (!found.equals(signing.verifyKey())) {
            return Finding.failed(
                    "published keys", published.server() + " publishes another key under the ID " + signing.id());
        }
        return until.isBefore(clock.instant())
                ? Finding.failed("published keys", "the published answer was valid until " + until)
                : Finding.ok(
                        "published keys", published.server() + " publishes " + signing.id() + ", valid until " + until);
    }

    static Finding certificate(TlsFiles tls, Instant now) {
        try (InputStream in = Files.newInputStream(tls.certFile())) {
            Collection<? extends Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            Optional<Instant> end = chain.stream()
                    .filter(X509Certificate.class::isInstance)
                    .map(part -> ((X509Certificate) part).getNotAfter().toInstant())
                    .min(Instant::compareTo);
            return end.map(expires -> expiry(tls.certFile(), expires, now))
                    .orElseGet(() -> Finding.failed("TLS certificate", tls.certFile() + " holds no certificate"));
        } catch (IOException | CertificateException wrong) {
            return Finding.failed("TLS certificate", "cannot use " + tls.certFile() + ": " + wrong.getMessage());
        }
    }

    private static Finding expiry(Path file, Instant expires, Instant now) {
        if (expires.isBefore(now)) {
            return Finding.failed("TLS certificate", file + " expired at " + expires);
        }
        return expires.isBefore(now.plus(SOON))
                ? Finding.warning("TLS certificate", file + " expires soon, at " + expires)
                : Finding.ok("TLS certificate", file + " is valid until " + expires);
    }
}
