package io.vestibule.bench.ingress;

import io.vestibule.bench.NotMeasurableException;
import io.vestibule.bench.process.ProcessWatch;
import io.vestibule.interop.synapse.SynapseCluster;
import io.vestibule.interop.synapse.SynapseServer;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.SigningKeyFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The Synapse of the interop suite's installation, running while this is open. Never installs one, because that takes minutes
 * and 700 MB. Not thread-safe.
 */
final class InstalledSynapse implements AutoCloseable {

    private static final Path FOLDER = Path.of(
                    System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache"))
            .resolve("vestibule/interop");

    private final SynapseCluster cluster;
    private final SigningKey key;
    private final ProcessWatch watch;
    private final Deque<AutoCloseable> ending;

    private InstalledSynapse(SynapseCluster cluster, SigningKey key, ProcessWatch watch, Deque<AutoCloseable> ending) {
        this.cluster = cluster;
        this.key = key;
        this.watch = watch;
        this.ending = ending;
    }

    /** @throws NotMeasurableException if there is no installation, or somebody uses it */
    static InstalledSynapse start() throws NotMeasurableException, IOException, InterruptedException {
        Path scripts = Path.of(System.getProperty("vestibule.home", ".")).resolve("interop/synapse");
        if (!Files.exists(FOLDER.resolve("sid/.installed")) || !Files.isReadable(scripts.resolve("start.sh"))) {
            throw new NotMeasurableException(
                    "Synapse is not installed here; './vestibule interop' installs it below " + FOLDER);
        }
        Deque<AutoCloseable> ending = new ArrayDeque<>();
        FileChannel mark =
                FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        ending.push(mark);
        if (mark.tryLock() == null) {
            mark.close();
            throw new NotMeasurableException("another run uses the Synapse in " + FOLDER);
        }
        try {
            SynapseCluster cluster = SynapseCluster.start(scripts, FOLDER, 1, ending::push);
            long pid = Long.parseLong(
                    Files.readString(FOLDER.resolve("run/hs1.pid")).strip());
            SynapseServer server = cluster.servers().getFirst();
            SigningKey key = SigningKeyFile.read(server.keyFile()).signingKey();
            return new InstalledSynapse(cluster, key, new ProcessWatch(pid), ending);
        } catch (SynapseCluster.NotInstallable broken) {
            close(ending);
            throw new NotMeasurableException(broken.reason());
        } catch (IOException | InterruptedException | RuntimeException failed) {
            close(ending);
            throw failed;
        }
    }

    SynapseCluster cluster() {
        return cluster;
    }

    SynapseServer server() {
        return cluster.servers().getFirst();
    }

    /** Its signing key, of which only the public half is used here. */
    SigningKey key() {
        return key;
    }

    ProcessWatch watch() {
        return watch;
    }

    @Override
    public void close() {
        close(ending);
    }

    private static void close(Deque<AutoCloseable> ending) {
        while (!ending.isEmpty()) {
            try {
                ending.pop().close();
            } catch (Exception e) {
                System.err.println("a part of the Synapse did not end: " + e);
            }
        }
    }
}
