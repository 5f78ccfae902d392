package io.vestibule.topology.service.rebuild;

import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.TopicCheck;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.topology.InternalTopics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;

/** Whether a rebuild may begin. Each answer is why not, in a sentence, or empty. */
final class Preconditions {

    private static final String CHANGELOG = "-changelog";
    private static final String REPARTITION = "-repartition";

    private final Admin admin;

    Preconditions(Admin admin) {
        this.admin = admin;
    }

    /** The application that is to be made may have neither stores nor a position yet. */
    Optional<String> unused(String application) {
        Set<String> internal = topics().stream()
                .filter(topic -> topic.startsWith(application + "-"))
                .filter(topic -> topic.endsWith(CHANGELOG) || topic.endsWith(REPARTITION))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!internal.isEmpty()) {
            return Optional.of("the application \"" + application + "\" has been used: there is "
                    + internal.iterator().next() + ". Choose another topology.application-id");
        }
        return offsets(application).isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "the group \"" + application + "\" has read already. Choose another topology.application-id");
    }

    /** Nobody may decide, or work, while the ledger is folded. */
    Optional<String> nobodyAlive(Set<String> topics) {
        for (ConsumerGroupDescription group : groups()) {
            boolean reads = group.members().stream().anyMatch(member -> reads(member, topics));
            boolean decides = !group.members().isEmpty() && hasStores(group.groupId());
            if (reads || decides) {
                return Optional.of("the group \"" + group.groupId() + "\" has "
                        + group.members().size() + " living member(s): stop the services first");
            }
        }
        return Optional.empty();
    }

    private boolean hasStores(String group) {
        Set<String> topics = topics();
        return topics.contains(InternalTopics.changelog(group))
                || topics.contains(InternalTopics.earlierChangelog(group));
    }

    private static boolean reads(MemberDescription member, Set<String> topics) {
        return member.assignment().topicPartitions().stream()
                .map(TopicPartition::topic)
                .anyMatch(topics::contains);
    }

    /** The topics that are there fit the layout. */
    Optional<String> fitting(TopicLayout layout, Collection<Topic<?>> topics) {
        TopicCheck check = new TopicCheck(List.of(), new TopicAdmin(admin).compare(layout, topics));
        return check.refusals().isEmpty()
                ? Optional.empty()
                : Optional.of(check.refusals().getFirst().sentence()
                        + ". For another number of partitions name another kafka.topics.prefix, and the present one with"
                        + " --from-prefix");
    }

    /** There is a ledger to fold. */
    Optional<String> ledger(String prefix) {
        String ledger = Topics.INVITES_EVENTS.prefixed(prefix).name();
        return topics().contains(ledger) ? Optional.empty() : Optional.of("there is no topic " + ledger);
    }

    private Set<String> topics() {
        return await(admin.listTopics().names());
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(String group) {
        try {
            return await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        } catch (GroupIdNotFoundException never) {
            return Map.of();
        }
    }

    private Collection<ConsumerGroupDescription> groups() {
        List<String> names = await(
                        admin.listGroups(ListGroupsOptions.forConsumerGroups()).valid())
                .stream()
                .map(GroupListing::groupId)
                .toList();
        return await(admin.describeConsumerGroups(names).all()).values();
    }

    static <T> T await(KafkaFuture<T> future) {
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
