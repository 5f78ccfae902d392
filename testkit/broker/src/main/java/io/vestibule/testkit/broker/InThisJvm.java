package io.vestibule.testkit.broker;

import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.EmbeddedBroker;
import java.nio.file.Path;

final class InThisJvm implements TestBroker {

    private final EmbeddedBroker broker;

    InThisJvm(Path directory) {
        this.broker = EmbeddedBroker.start(BrokerConfig.ephemeral(directory));
    }

    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public void close() {
        broker.close();
    }
}
