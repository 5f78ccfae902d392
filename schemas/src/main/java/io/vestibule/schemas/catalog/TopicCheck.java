package io.vestibule.schemas.catalog;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What creating and comparing the topics came to. Immutable.
 *
 * @param created names of the topics that did not exist and do now
 * @param differences how the others differ from the catalogue
 */
public record TopicCheck(List<String> created, List<TopicDifference> differences) {

    public TopicCheck {
        created = List.copyOf(created);
        differences = List.copyOf(differences);
    }

    /** @return the differences with which nothing may start: missing topics, other partition counts */
    public List<TopicDifference> refusals() {
        return differences.stream().filter(TopicCheck::refuses).toList();
    }

    /**
     * Does nothing when the topics can be worked with.
     *
     * @throws IllegalStateException if a topic is missing or has another number of partitions; the message names each
     */
    public void requireUsable() {
        List<TopicDifference> refusals = refusals();
        if (!refusals.isEmpty()) {
            throw new IllegalStateException("the topics do not fit the catalogue: "
                    + refusals.stream().map(TopicDifference::sentence).collect(Collectors.joining("; ")));
        }
    }

    private static boolean refuses(TopicDifference difference) {
        return switch (difference) {
            case TopicDifference.Missing missing -> true;
            case TopicDifference.PartitionCount count -> true;
            case TopicDifference.Setting setting -> false;
        };
    }
}
