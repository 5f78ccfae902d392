package io.vestibule.operator;

import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.TopicCheck;
import io.vestibule.schemas.catalog.TopicDifference;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.topology.InternalTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All topics of a deployment: those of the catalogue, and those that Kafka Streams keeps for the topology. Failures of the
 * cluster come out as Kafka's own exceptions. Thread-safe.
 *
 * @param admin asks the cluster
 * @param layout how the catalogue is laid out
 * @param application the topology's application ID
 */
public record DeploymentTopics(TopicAdmin admin, TopicLayout layout, String application) {

    /** @return how the topics differ from what they are to be; nothing is changed */
    public List<TopicDifference> differences() {
        List<TopicDifference> all = new ArrayList<>(admin.compare(layout, layout.topics()));
        all.addAll(admin.compare(internal()));
        return all;
    }

    /**
     * Makes the topics of the catalogue that are missing and compares the others; changes nothing that exists. The topology's
     * own are made by Kafka Streams when it starts.
     */
    public TopicCheck ensure() {
        TopicCheck catalogued = admin.ensure(layout);
        List<TopicDifference> all = new ArrayList<>(catalogued.differences());
        all.addAll(admin.compare(internal()));
        return new TopicCheck(catalogued.created(), all);
    }

    private Map<String, Map<String, String>> internal() {
        return InternalTopics.of(application);
    }
}
