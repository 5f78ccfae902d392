package io.vestibule.interop.synapse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The Synapse servers of a run and the certificates that the suite's proxies use in front of them. */
public final class SynapseCluster {

    /** The start script's exit code for "cannot be installed here". */
    private static final int CANNOT_INSTALL = 3;

    private final List<SynapseServer> servers;
    private final Map<String, String> tls;

    private SynapseCluster(List<SynapseServer> servers, Map<String, String> tls) {
        this.servers = List.copyOf(servers);
        this.tls = Map.copyOf(tls);
    }

    /** Thrown when Synapse cannot be installed on this machine; the message gives the reason in one line. */
    public static final class NotInstallable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        NotInstallable(String reason) {
            super(reason);
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }
    }

    /**
     * Installs Synapse if needed (minutes) and starts {@code count} servers (seconds).
     *
     * @param scripts the folder of start.sh and stop.sh
     * @param root where the installation and the servers' data live
     * @param ending takes what ends all of it, at any moment from the beginning of the installation on
     * @throws NotInstallable if this machine cannot have Synapse
     */
    public static SynapseCluster start(Path scripts, Path root, int count, Consumer<AutoCloseable> ending)
            throws NotInstallable, IOException, InterruptedException {
        Process start = new ProcessBuilder(
                        "bash", scripts.resolve("start.sh").toString(), root.toString(), Integer.toString(count))
                .redirectErrorStream(true)
                .start();
        ending.accept(() -> end(start, scripts, root));
        List<SynapseServer> servers = new ArrayList<>();
        Map<String, String> tls = new HashMap<>();
        List<String> said = new ArrayList<>();
        try (var lines = start.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                Map<String, String> pairs = pairs(line);
                if (pairs.containsKey("server")) {
                    servers.add(SynapseServer.of(pairs));
                } else if (pairs.containsKey("ca")) {
                    tls.putAll(pairs);
                }
            }
        }
        int exit = start.waitFor();
        if (exit == CANNOT_INSTALL) {
            throw new NotInstallable(said.getLast());
        }
        if (exit != 0 || servers.size() != count) {
            throw new IOException("start.sh ended with " + exit + ":\n" + String.join("\n", said));
        }
        return new SynapseCluster(servers, tls);
    }

    /** Ends an installation that is under way, and every server. */
    private static void end(Process start, Path scripts, Path root) throws IOException, InterruptedException {
        if (start.isAlive()) {
            List<ProcessHandle> below = start.descendants().toList();
            start.destroy();
            below.forEach(ProcessHandle::destroy);
            if (!start.waitFor(10, TimeUnit.SECONDS)) {
                start.destroyForcibly().waitFor();
            }
            below.forEach(ProcessHandle::destroyForcibly);
        }
        new ProcessBuilder("bash", scripts.resolve("stop.sh").toString(), root.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** @return the servers, in the order of their numbers */
    public List<SynapseServer> servers() {
        return servers;
    }

    /** @return the certificate of the authority that signed {@link #certificate()} */
    public Path authority() {
        return Path.of(SynapseServer.required(tls, "ca"));
    }

    /** @return a certificate for localhost, PEM */
    public Path certificate() {
        return Path.of(SynapseServer.required(tls, "cert"));
    }

    /** @return the certificate's key, PKCS#8 PEM */
    public Path key() {
        return Path.of(SynapseServer.required(tls, "key"));
    }

    /** @return the installed package's version */
    public String version() {
        return SynapseServer.required(tls, "version");
    }

    private static Map<String, String> pairs(String line) {
        Map<String, String> pairs = new HashMap<>();
        for (String word : line.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                pairs.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return pairs;
    }
}
