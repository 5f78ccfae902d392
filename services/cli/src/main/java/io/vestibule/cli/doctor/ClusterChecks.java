package io.vestibule.cli.doctor;

import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.operator.DeploymentTopics;
import io.vestibule.schemas.catalog.Keeping;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.TopicCheck;
import io.vestibule.schemas.catalog.TopicDifference;
import io.vestibule.schemas.catalog.TopicLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Broker, transactions, topics and clock, as the cluster tells. */
final class ClusterChecks {

    private static final String TRANSACTION_VERSION = "transaction.version";
    private static final short NEEDED = 2;
    private static final int PATIENCE_MS = 10_000;
    private static final Duration SKEW = Duration.ofSeconds(5);

    private final VestibuleConfig config;

    ClusterChecks(VestibuleConfig config) {
        this.config = config;
    }

    List<Finding> findings() {
        Map<String, Object> keys = new HashMap<>(config.kafka().clientProperties());
        keys.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        keys.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS / 2);
        List<Finding> findings = new ArrayList<>();
        try (Admin admin = Admin.create(keys)) {
            findings.add(broker(admin));
            findings.add(transactions(admin));
            TopicLayout layout = config.kafka().topics();
            List<TopicDifference> differences = new DeploymentTopics(
                            new TopicAdmin(admin), layout, config.topology().applicationId())
                    .differences();
            findings.add(topics(differences));
            findings.add(
                    differences.stream().anyMatch(TopicDifference.Missing.class::isInstance)
                            ? Finding.skipped("clock", "topics are missing")
                            : clock(admin, layout));
        } catch (KafkaException failure) {
            findings.add(
                    Finding.failed("broker", "cannot use " + config.kafka().bootstrap() + ": " + failure.getMessage()));
        }
        return findings;
    }

    private static Finding broker(Admin admin) {
        int nodes = await(admin.describeCluster().nodes()).size();
        String id = await(admin.describeCluster().clusterId());
        return Finding.ok("broker", "cluster " + id + " with " + nodes + (nodes == 1 ? " broker" : " brokers"));
    }

    private static Finding transactions(Admin admin) {
        FinalizedVersionRange level = await(admin.describeFeatures().featureMetadata())
                .finalizedFeatures()
                .get(TRANSACTION_VERSION);
        short version = level == null ? 0 : level.maxVersionLevel();
        String found = TRANSACTION_VERSION + " is " + version;
        return version >= NEEDED
                ? Finding.ok("transactions", found)
                : Finding.failed(
                        "transactions",
                        found + ", and " + NEEDED + " is needed (KIP-890): kafka-features.sh upgrade --feature "
                                + TRANSACTION_VERSION + "=" + NEEDED);
    }

    private static Finding topics(List<TopicDifference> differences) {
        if (differences.isEmpty()) {
            return Finding.ok("topics", "every topic is as catalogued, the topology's own included");
        }
        String told = differences.stream().map(TopicDifference::sentence).collect(Collectors.joining("; "))
                + "; see 'topics apply'";
        boolean usable = new TopicCheck(List.of(), differences).refusals().isEmpty();
        return usable ? Finding.warning("topics", told) : Finding.failed("topics", told);
    }

    // A broker tells no time of its own; but where it stamps records, none can be younger than now.
    private static Finding clock(Admin admin, TopicLayout layout) {
        Map<TopicPartition, OffsetSpec> newest = layout.topics().stream()
                .filter(topic -> topic.keeping().timestamps() == Keeping.Timestamps.LOG_APPEND)
                .map(Topic::name)
                .flatMap(name -> IntStream.range(0, layout.partitions()).mapToObj(at -> new TopicPartition(name, at)))
                .collect(Collectors.toMap(at -> at, at -> OffsetSpec.maxTimestamp()));
        long latest = await(admin.listOffsets(newest).all()).values().stream()
                .mapToLong(ListOffsetsResultInfo::timestamp)
                .max()
                .orElse(-1);
        Instant now = Instant.now();
        if (latest < 0) {
            return Finding.skipped("clock", "no broker has stamped a record yet");
        }
        Instant stamped = Instant.ofEpochMilli(latest);
        return stamped.isAfter(now.plus(SKEW))
                ? Finding.failed(
                        "clock",
                        "this machine is behind the brokers: it is " + now + " here, and a broker stamped "
                                + "a record with " + stamped)
                : Finding.ok("clock", "not behind the brokers, whose newest stamp is " + stamped);
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        } catch (TimeoutException late) {
            throw new KafkaException("no answer within " + PATIENCE_MS / 1000 + " s", late);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof KafkaException known ? known : new KafkaException(failure.getCause());
        }
    }
}
