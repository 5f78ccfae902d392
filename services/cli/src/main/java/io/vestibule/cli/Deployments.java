package io.vestibule.cli;

import io.vestibule.client.ClientSettings;
import io.vestibule.kit.config.VestibuleConfig;

/** From a deployment's configuration to what the client library needs of it. */
public final class Deployments {

    private Deployments() {}

    /** @return where the deployment's topics are */
    public static ClientSettings settings(VestibuleConfig config) {
        return new ClientSettings(
                config.kafka().clientProperties(),
                config.schemaRegistry().serdeProperties(),
                config.kafka().topics().prefix());
    }
}
