package io.vestibule.testkit.server;

import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.testkit.room.Identity;
import io.vestibule.testkit.wire.ServerKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * What a Vestibule on loopback needs to live in a world: configuration, certificates and a signing key in one directory, on free ports. The
 * configuration has an embedded broker; a run against another one overrides that.
 *
 * @param directory where it all stands
 * @param peer our server name and where the federation reaches it
 * @param broker the address of the embedded broker, {@code host:port}
 */
public record VestibuleFiles(Path directory, Peer peer, String broker) {

    private static final String LOOPBACK = "127.0.0.1";

    /**
     * Writes the files.
     *
     * @param world whose authority is trusted and certifies us
     * @param directory an existing directory
     * @param furtherYaml further top-level sections of the configuration, empty for none
     * @throws IOException if a file cannot be written
     */
    public static VestibuleFiles write(FederationWorld world, Path directory, String furtherYaml) throws IOException {
        int federation = FreePorts.next();
        ServerName us = ServerName.of("localhost:" + federation);
        VestibuleFiles files = new VestibuleFiles(
                directory, new Peer(us, URI.create("https://" + us)), LOOPBACK + ":" + FreePorts.next());
        world.authority().writeTo(directory.resolve("ca.crt"));
        world.authority()
                .issue(List.of("localhost", LOOPBACK))
                .writeTo(directory.resolve("us.crt"), directory.resolve("us.key"));
        Files.writeString(
                directory.resolve("signing.key"),
                ServerKey.generate(KeyId.of("ed25519:us")).fileLine());
        Files.writeString(files.configFile(), files.yaml(federation) + furtherYaml);
        world.introduce(files.peer());
        return files;
    }

    /** @return the configuration file */
    public Path configFile() {
        return directory.resolve("vestibule.yaml");
    }

    /**
     * Who the Vestibule is when it signs, for rooms that it invites to.
     *
     * @throws IOException if the key file cannot be read
     */
    public Identity identity() throws IOException {
        String[] line =
                Files.readString(directory.resolve("signing.key")).strip().split(" ");
        KeyId id = KeyId.of(line[0] + ":" + line[1]);
        return new Identity(peer.name(), ServerKey.of(id, Base64.getDecoder().decode(line[2])));
    }

    // Few partitions: each costs time at the start and at the end, and nobody here has many rooms. Nothing here has to
    // outlive
    // the machine, so nothing waits for its disk.
    private String yaml(int federation) throws IOException {
        return """
                server-name: "%s"
                signing-key-file: signing.key
                data-dir: data
                kafka:
                  bootstrap-servers: embedded
                  embedded: {listen: "%s", flush: false}
                  topics: {partitions: 4}
                schema-registry: {url: embedded}
                ingress:
                  listen: "%s:%d"
                  tls: {cert-file: us.crt, key-file: us.key}
                  serve-keys: true
                  rate: {origin: 1000000/1ms, sender: 1000000/1ms, invited: 1000000/1ms}
                federation:
                  extra-ca-file: ca.crt
                  allowed-addresses: ["127.0.0.0/8", "::1/128"]
                console: {listen: "127.0.0.1:0"}
                admin: {listen: "%s:%d"}
                """.formatted(peer.name(), broker, LOOPBACK, federation, LOOPBACK, FreePorts.next());
    }
}
