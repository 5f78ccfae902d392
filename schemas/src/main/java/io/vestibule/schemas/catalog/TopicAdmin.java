package io.vestibule.schemas.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Creates the catalogue's topics and compares those that exist with it. Blocking; failures of the cluster come out as
 * Kafka's own exceptions. Thread-safe; does not close the {@link Admin}.
 */
public final class TopicAdmin {

    private static final Duration SIGHT_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private static final Duration CENTURY = Duration.ofDays(36_500);
    private static final long KEPT_FOR_EVER = -1;

    private final Admin admin;

    /** @param admin stays the caller's to close */
    public TopicAdmin(Admin admin) {
        this.admin = admin;
    }

    /** Creates what is missing of the whole catalogue, then compares: {@link #ensure(TopicLayout, Collection)}. */
    public TopicCheck ensure(TopicLayout layout) {
        return ensure(layout, layout.topics());
    }

    /**
     * Creates the topics that are missing and compares the others; changes nothing that exists. When this returns, a broker
     * shows them all to its clients.
     *
     * @param topics under their full names
     * @return what was created and what differs
     */
    public TopicCheck ensure(TopicLayout layout, Collection<Topic<?>> topics) {
        Map<String, TopicDescription> existing = describe(topics);
        List<Topic<?>> missing = topics.stream()
                .filter(topic -> !existing.containsKey(topic.name()))
                .toList();
        List<String> created = create(layout, missing);
        awaitSight(missing);
        List<Topic<?>> found =
                topics.stream().filter(topic -> !created.contains(topic.name())).toList();
        return new TopicCheck(created, compare(layout, found));
    }

    /**
     * Sets the topic keys that differ. A missing topic and a partition count are left as they are: the one is created by
     * {@link #ensure}, the other cannot be changed without moving keys.
     *
     * @return the differences that are no more
     */
    public List<TopicDifference> correct(List<TopicDifference> differences) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        List<TopicDifference> corrected = new ArrayList<>();
        for (TopicDifference difference : differences) {
            if (difference instanceof TopicDifference.Setting setting) {
                ConfigEntry wanted = new ConfigEntry(setting.key(), setting.wanted());
                changes.computeIfAbsent(
                                new ConfigResource(ConfigResource.Type.TOPIC, setting.topic()),
                                topic -> new ArrayList<>())
                        .add(new AlterConfigOp(wanted, AlterConfigOp.OpType.SET));
                corrected.add(setting);
            }
        }
        if (!changes.isEmpty()) {
            await(admin.incrementalAlterConfigs(changes).all());
        }
        return corrected;
    }

    /** @return how the cluster's topics differ from the catalogue; nothing is changed */
    public List<TopicDifference> compare(TopicLayout layout, Collection<Topic<?>> topics) {
        Map<String, TopicDescription> existing = describe(topics);
        Map<String, Config> settings = settings(existing.keySet());
        List<TopicDifference> differences = new ArrayList<>();
        for (Topic<?> topic : topics) {
            TopicDescription description = existing.get(topic.name());
            if (description == null) {
                differences.add(new TopicDifference.Missing(topic.name()));
                continue;
            }
            int partitions = description.partitions().size();
            if (partitions != layout.partitions()) {
                differences.add(new TopicDifference.PartitionCount(topic.name(), partitions, layout.partitions()));
            }
            differences.addAll(settingsThatDiffer(topic.name(), layout.topicConfig(topic), settings.get(topic.name())));
        }
        return differences;
    }

    /**
     * Compares the keys of topics that are in no catalogue. Those that do not exist are passed over.
     *
     * @param wanted the keys that each is to have, by the topic's name
     * @return the keys that differ; nothing is changed
     */
    public List<TopicDifference> compare(Map<String, Map<String, String>> wanted) {
        Set<String> existing = existing(wanted.keySet()).keySet();
        Map<String, Config> settings = settings(existing);
        List<TopicDifference> differences = new ArrayList<>();
        wanted.forEach((topic, keys) -> {
            if (existing.contains(topic)) {
                differences.addAll(settingsThatDiffer(topic, keys, settings.get(topic)));
            }
        });
        return differences;
    }

    /** @return whether the cluster has a topic of the name */
    public boolean exists(String topic) {
        return !existing(Set.of(topic)).isEmpty();
    }

    /** @return for how long the cluster keeps a record of the topic at least; for one that keeps all, a century */
    public Duration retention(Topic<?> topic) {
        Config actual = settings(Set.of(topic.name())).get(topic.name());
        long millis = Optional.ofNullable(actual)
                .map(config -> config.get("retention.ms"))
                .map(entry -> Long.parseLong(entry.value()))
                .orElse(KEPT_FOR_EVER);
        return millis < 0 ? CENTURY : Duration.ofMillis(Math.min(millis, CENTURY.toMillis()));
    }

    private static List<TopicDifference> settingsThatDiffer(
            String topic, Map<String, String> wantedConfig, @Nullable Config actual) {
        List<TopicDifference> differences = new ArrayList<>();
        wantedConfig.forEach((key, wanted) -> {
            String found = Optional.ofNullable(actual)
                    .map(config -> config.get(key))
                    .map(ConfigEntry::value)
                    .orElse("(none)");
            if (!found.equals(wanted)) {
                differences.add(new TopicDifference.Setting(topic, key, found, wanted));
            }
        });
        return differences;
    }

    private List<String> create(TopicLayout layout, List<Topic<?>> missing) {
        if (missing.isEmpty()) {
            return List.of();
        }
        CreateTopicsResult result = admin.createTopics(layout.newTopics(missing));
        List<String> created = new ArrayList<>();
        result.values().forEach((name, future) -> {
            if (succeeds(future, TopicExistsException.class)) {
                created.add(name);
            }
        });
        return created;
    }

    // The controller answers before the brokers have learned of a topic, and whoever asks a broker at once misses it.
    private void awaitSight(List<Topic<?>> made) {
        long deadline = System.nanoTime() + SIGHT_LIMIT.toNanos();
        while (describe(made).size() < made.size()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("topics that were made are not shown by the brokers after " + SIGHT_LIMIT);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    private Map<String, TopicDescription> describe(Collection<Topic<?>> topics) {
        return existing(topics.stream().map(Topic::name).toList());
    }

    private Map<String, TopicDescription> existing(Collection<String> names) {
        Map<String, TopicDescription> found = new HashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, future) -> {
            if (succeeds(future, UnknownTopicOrPartitionException.class)) {
                found.put(name, await(future));
            }
        });
        return found;
    }

    private Map<String, Config> settings(Collection<String> topics) {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        if (resources.isEmpty()) {
            return Map.of();
        }
        Map<String, Config> found = new HashMap<>();
        admin.describeConfigs(resources).values().forEach((resource, future) -> {
            try {
                found.put(resource.name(), await(future));
            } catch (TopicAuthorizationException forbidden) {
                throw new TopicAuthorizationException(
                        "not allowed to look at the settings of the topic " + resource.name() + " (DescribeConfigs)",
                        Set.of(resource.name()));
            }
        });
        return found;
    }

    private static boolean succeeds(KafkaFuture<?> future, Class<? extends Exception> expected) {
        try {
            await(future);
            return true;
        } catch (KafkaException failure) {
            if (expected.isInstance(failure)) {
                return false;
            }
            throw failure;
        }
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof KafkaException known) {
                throw known;
            }
            throw new KafkaException(failure.getCause());
        }
    }
}
