package io.vestibule.standalone;

import static org.awaitility.Awaitility.await;

import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.EmbeddedBroker;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.standalone.deploy.AclRule;
import io.vestibule.standalone.deploy.KafkaUser;
import io.vestibule.testkit.server.FreePorts;
import io.vestibule.testkit.tls.ServerCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePatternFilter;

/**
 * A broker whose clients come over TLS, say who they are by SCRAM, and may do what an authorizer allows. Its administrator, who
 * may do everything, comes by another listener without a password.
 */
final class SecuredBroker implements AutoCloseable {

    private static final String PASSWORD = "password-of-";
    private static final int ITERATIONS = 4096;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EmbeddedBroker broker;
    private final String secured;
    private final Path authority;
    private final Admin admin;

    private SecuredBroker(EmbeddedBroker broker, String secured, Path authority) {
        this.broker = broker;
        this.secured = secured;
        this.authority = authority;
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /** @param authority the certificate, as PEM, of whoever issued the broker's */
    static SecuredBroker start(Path directory, ServerCertificate certificate, Path authority) throws IOException {
        Path keys = Files.writeString(directory.resolve("broker.pem"), certificate.keyPem() + certificate.chainPem());
        int plain = FreePorts.next();
        int controller = FreePorts.next();
        String secured = "127.0.0.1:" + FreePorts.next();
        Map<String, String> security = Map.ofEntries(
                Map.entry(
                        "listeners",
                        "CLIENTS://127.0.0.1:" + plain + ",SECURED://" + secured + ",CONTROLLER://127.0.0.1:"
                                + controller),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
                Map.entry("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL"),
                Map.entry("sasl.enabled.mechanisms", "SCRAM-SHA-512"),
                Map.entry(
                        "listener.name.secured.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;"),
                Map.entry("ssl.keystore.type", "PEM"),
                Map.entry("ssl.keystore.location", keys.toString()),
                Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                Map.entry("super.users", "User:ANONYMOUS"));
        EmbeddedBroker broker =
                EmbeddedBroker.start(BrokerConfig.listening(directory.resolve("broker"), "127.0.0.1", plain)
                        .with(security));
        return new SecuredBroker(broker, secured, authority);
    }

    /** Where its administrator comes to. */
    String administrators() {
        return broker.bootstrapServers();
    }

    /** Makes a user, who may do what the catalogue says and nothing more. */
    void introduce(KafkaUser user, VestibuleConfig config) throws Exception {
        ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
        admin.alterUserScramCredentials(
                        List.of(new UserScramCredentialUpsertion(user.principal(), scram, PASSWORD + user.principal())))
                .all()
                .get();
        List<AclBinding> allowed = AclRule.of(user, config).stream()
                .flatMap(rule -> rule.bindings(user).stream())
                .toList();
        admin.createAcls(allowed).all().get();
        await().atMost(PATIENCE).until(() -> isKnown(user));
        await().atMost(PATIENCE).until(() -> rightsOf(user).containsAll(allowed));
    }

    private Collection<AclBinding> rightsOf(KafkaUser user) throws Exception {
        AccessControlEntryFilter theirs =
                new AccessControlEntryFilter("User:" + user.principal(), null, AclOperation.ANY, AclPermissionType.ANY);
        return admin.describeAcls(new AclBindingFilter(ResourcePatternFilter.ANY, theirs))
                .values()
                .get();
    }

    void allow(AclBinding binding) throws Exception {
        admin.createAcls(List.of(binding)).all().get();
        await().until(() -> isAllowed(binding));
    }

    void forbid(AclBinding binding) throws Exception {
        admin.deleteAcls(List.of(binding.toFilter())).all().get();
        await().until(() -> !isAllowed(binding));
    }

    private boolean isAllowed(AclBinding binding) throws Exception {
        return !admin.describeAcls(binding.toFilter()).values().get().isEmpty();
    }

    private boolean isKnown(KafkaUser user) throws Exception {
        return admin.describeUserScramCredentials().users().get().contains(user.principal());
    }

    /** What a user's configuration says of the broker. */
    Map<String, String> keysOf(KafkaUser user) {
        return Map.of(
                "kafka.bootstrap-servers",
                secured,
                "kafka.security.protocol",
                "SASL_SSL",
                "kafka.sasl.mechanism",
                "SCRAM-SHA-512",
                "kafka.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user.principal()
                        + "\" password=\"" + PASSWORD + user.principal() + "\";",
                "kafka.ssl.truststore.type",
                "PEM",
                "kafka.ssl.truststore.location",
                authority.toString());
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
