package io.vestibule.testkit.server;

import io.vestibule.matrix.id.ServerName;
import java.net.URI;

/**
 * A server under test: what the scripted servers need to talk to it.
 *
 * @param name its server name, the destination of signed requests
 * @param base where its federation endpoints are really served, such as {@code https://localhost:28448}
 */
public record Peer(ServerName name, URI base) {}
