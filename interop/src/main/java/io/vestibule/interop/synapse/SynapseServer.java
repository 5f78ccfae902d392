package io.vestibule.interop.synapse;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * One running Synapse, as the start script describes it.
 *
 * @param name its server name, {@code localhost:PORT}
 * @param client the base of its client and plain federation API
 * @param tlsPort the port at which others look for it; the suite's proxy listens there
 * @param secret the shared secret for registering users
 * @param crowdToken the token of the application service that owns {@code @as_.*}
 * @param bridgeToken the token of the application service that owns {@code @bridge_.*} and is told what concerns them
 * @param keyFile its signing key
 * @param log its log file
 */
public record SynapseServer(
        String name,
        URI client,
        int tlsPort,
        String secret,
        String crowdToken,
        String bridgeToken,
        Path keyFile,
        Path log) {

    static SynapseServer of(Map<String, String> pairs) {
        return new SynapseServer(
                required(pairs, "server"),
                URI.create(required(pairs, "client")),
                Integer.parseInt(required(pairs, "tls_port")),
                required(pairs, "secret"),
                required(pairs, "crowd_token"),
                required(pairs, "bridge_token"),
                Path.of(required(pairs, "key")),
                Path.of(required(pairs, "log")));
    }

    static String required(Map<String, String> pairs, String key) {
        String value = pairs.get(key);
        if (value == null) {
            throw new IllegalStateException("the start script did not print " + key);
        }
        return value;
    }
}
