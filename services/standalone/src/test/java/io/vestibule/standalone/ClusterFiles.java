package io.vestibule.standalone;

import io.vestibule.testkit.server.VestibuleFiles;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration of one service of a deployment: another broker, data and admin port of its own, the same keys. */
final class ClusterFiles {

    private ClusterFiles() {}

    static Path write(VestibuleFiles files, String bootstrapServers, String service) throws IOException {
        int admin;
        try (ServerSocket socket = new ServerSocket(0)) {
            admin = socket.getLocalPort();
        }
        String yaml = Files.readString(files.configFile())
                .replace("bootstrap-servers: embedded", "bootstrap-servers: \"" + bootstrapServers + "\"")
                .replaceAll("(?m)^  embedded: .*\n", "")
                .replace("data-dir: data", "data-dir: data-" + service)
                .replaceAll("admin: .*", "admin: {listen: \"127.0.0.1:" + admin + "\"}");
        return Files.writeString(files.directory().resolve(service + ".yaml"), yaml);
    }
}
