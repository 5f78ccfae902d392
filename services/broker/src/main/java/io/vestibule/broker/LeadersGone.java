package io.vestibule.broker;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.BrokerRegistration;

/** Reads from the controller's metadata when a broker leads nothing any more. Thread-safe. */
final class LeadersGone implements MetadataPublisher {

    private final int node;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    LeadersGone(int node) {
        this.node = node;
    }

    /** Completes when the broker is fenced, or not known, and no partition has it as its leader. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    @Override
    public String name() {
        return "leaders-gone";
    }

    @Override
    public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
        BrokerRegistration broker = image.cluster().broker(node);
        if ((broker == null || broker.fenced()) && leadsNothing(image)) {
            gone.complete(null);
        }
    }

    private boolean leadsNothing(MetadataImage image) {
        return image.topics().topicsById().values().stream()
                .flatMap(topic -> topic.partitions().values().stream())
                .noneMatch(partition -> partition.leader == node);
    }
}
