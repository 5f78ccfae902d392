package io.vestibule.schemas.catalog;

/** One way in which a cluster's topics differ from the catalogue. */
public sealed interface TopicDifference {

    /** @return the topic */
    String topic();

    /** @return a sentence for operators that names the topic, what is there and what is wanted */
    String sentence();

    /** The topic does not exist. */
    record Missing(String topic) implements TopicDifference {
        @Override
        public String sentence() {
            return topic + " does not exist";
        }
    }

    /** The partition count differs: keys would land elsewhere than the stores have them, so nothing may start. */
    record PartitionCount(String topic, int actual, int wanted) implements TopicDifference {
        @Override
        public String sentence() {
            return topic + " has " + actual + " partitions, not " + wanted;
        }
    }

    /** A topic key differs: works, but not as promised. */
    record Setting(String topic, String key, String actual, String wanted) implements TopicDifference {
        @Override
        public String sentence() {
            return topic + " has " + key + "=" + actual + ", not " + wanted;
        }
    }
}
