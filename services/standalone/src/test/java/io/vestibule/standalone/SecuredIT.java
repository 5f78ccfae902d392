package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.lifecycle.Parts;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.standalone.deploy.KafkaUser;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.testkit.server.VestibuleFiles;
import io.vestibule.testkit.tls.ServerCertificate;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Services against brokers with TLS, SCRAM and an authorizer, and a registry with TLS and a password: one user for each
 * service, who may do what the shipped manifests say and nothing more.
 */
class SecuredIT {

    private static final List<KafkaUser> SERVICES = List.of(KafkaUser.INGRESS, KafkaUser.TOPOLOGY, KafkaUser.WORKER);

    @TempDir
    static Path directory;

    private static FederationWorld world;
    private static VestibuleFiles files;
    private static SecuredBroker broker;
    private static SecuredRegistry registry;

    private final Parts running = new Parts("a test");

    @BeforeAll
    static void start() throws Exception {
        world = FederationWorld.open();
        files = VestibuleFiles.write(world, directory, "log: {level: warn}\n");
        ServerCertificate certificate = world.authority().issue(List.of("localhost", "127.0.0.1"));
        Path authority = directory.resolve("ca.crt");
        broker = SecuredBroker.start(directory, certificate, authority);
        registry = SecuredRegistry.start(certificate, authority);
        VestibuleConfig config = config(KafkaUser.TOPOLOGY);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.administrators()))) {
            new TopicAdmin(admin).ensure(config.kafka().topics()).requireUsable();
        }
        for (KafkaUser user : SERVICES) {
            broker.introduce(user, config);
        }
        broker.introduce(KafkaUser.CLIENT_SERVICES, config);
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
        world.close();
    }

    @AfterEach
    void stopServices() {
        running.close();
    }

    @Test
    void an_invite_is_taken_and_accepted_with_everything_on() throws Exception {
        // Given
        for (KafkaUser service : SERVICES) {
            running.opened(started(service));
        }
        Deployment us = running.opened(new Deployment(world, files.peer(), config(KafkaUser.CLIENT_SERVICES)));
        ScriptedHomeserver alices = world.server("a.example");
        ScriptedRoom room = world.room("11", alices, "alice", "Vault");
        UserId bob = us.user("bob");
        // When
        us.invited(alices, "alice", room, bob, InviteEnvelope.via(alices));
        CommandOutcome outcome = Deployment.outcomeOf(us.accept(room, bob));
        // Then
        assertThat(outcome.getOutcome()).as(outcome.toString()).isEqualTo(OutcomeType.JOINED);
        assertThat(us.state(room, bob)).isEqualTo("JOINED");
        assertThat(registry.users()).contains("vestibule-ingress", "vestibule-topology", "vestibule-worker");
    }

    @Test
    void a_worker_that_may_not_use_its_group_does_not_start_and_says_so() throws Exception {
        // Given
        AclBinding right = right(KafkaUser.WORKER, ResourceType.GROUP, "vestibule-worker", AclOperation.READ);
        broker.forbid(right);
        try {
            // When
            // Then
            assertThatThrownBy(() -> running.opened(started(KafkaUser.WORKER)))
                    .hasMessageContaining("GroupAuthorizationException")
                    .hasMessageContaining("vestibule-worker");
        } finally {
            broker.allow(right);
        }
    }

    @Test
    void a_topology_that_may_not_look_at_the_ledger_does_not_start_and_says_so() throws Exception {
        // Given
        AclBinding right = right(
                KafkaUser.TOPOLOGY, ResourceType.TOPIC, Topics.INVITES_EVENTS.name(), AclOperation.DESCRIBE_CONFIGS);
        broker.forbid(right);
        try {
            // When
            // Then
            assertThatThrownBy(() -> running.opened(started(KafkaUser.TOPOLOGY)))
                    .hasMessageContaining("invites.events")
                    .hasMessageContaining("not allowed");
        } finally {
            broker.allow(right);
        }
    }

    @Test
    void a_wrong_password_for_the_registry_is_said() {
        // Given
        Map<String, String> keys = new HashMap<>(keys(KafkaUser.WORKER));
        keys.putAll(registry.keysOf("vestibule-worker", "guessed"));
        VestibuleConfig config = ConfigLoader.load(Optional.of(files.configFile()), Map.of(), keys);
        // When
        // Then
        assertThatThrownBy(() -> running.opened(Standalone.start(config, Services.WORKER)))
                .hasMessageContaining("401");
    }

    private static Standalone started(KafkaUser service) {
        return Standalone.start(config(service), Services.valueOf(service.name()));
    }

    private static VestibuleConfig config(KafkaUser user) {
        return ConfigLoader.load(Optional.of(files.configFile()), Map.of(), keys(user));
    }

    private static Map<String, String> keys(KafkaUser user) {
        Map<String, String> keys = new HashMap<>(broker.keysOf(user));
        keys.putAll(registry.keysOf(user.principal()));
        keys.put("data-dir", directory.resolve("data-" + user.principal()).toString());
        keys.put("admin.listen", "127.0.0.1:0");
        return keys;
    }

    private static AclBinding right(KafkaUser user, ResourceType type, String name, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry("User:" + user.principal(), "*", operation, AclPermissionType.ALLOW));
    }
}
