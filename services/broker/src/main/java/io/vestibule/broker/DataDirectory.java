package io.vestibule.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;

/** A broker's directory, locked against a second broker while it is open. */
final class DataDirectory implements AutoCloseable {

    private final Path log;
    private final FileChannel lockFile;
    private final String clusterId;

    private DataDirectory(Path log, FileChannel lockFile, String clusterId) {
        this.log = log;
        this.lockFile = lockFile;
        this.clusterId = clusterId;
    }

    /**
     * Locks the directory, and gives it a cluster ID when it has none: that of the seat, or one of its own.
     *
     * @throws BrokerStartException if it cannot be used or another broker runs on it
     */
    static DataDirectory open(Path directory, Optional<QuorumSeat> seat) {
        FileChannel lockFile = lock(directory);
        try {
            Path log = directory.resolve("log");
            Optional<String> known = clusterId(log);
            String clusterId = known.or(() -> seat.map(QuorumSeat::clusterId))
                    .orElseGet(() -> Uuid.randomUuid().toString());
            if (known.isEmpty()) {
                format(log, clusterId, seat.map(QuorumSeat::node).orElse(1));
            }
            return new DataDirectory(log, lockFile, clusterId);
        } catch (IOException | RuntimeException failure) {
            closeQuietly(lockFile);
            throw new BrokerStartException("the broker cannot use its data directory " + directory, failure);
        }
    }

    Path log() {
        return log;
    }

    String clusterId() {
        return clusterId;
    }

    /** @return who this directory belongs to, as Kafka keeps it */
    MetaPropertiesEnsemble readProperties() {
        try {
            return properties(log);
        } catch (IOException unreadable) {
            throw new BrokerStartException("the broker cannot read its data directory " + log, unreadable);
        }
    }

    /** @return what the metadata began with */
    BootstrapMetadata readBootstrap() {
        try {
            return new BootstrapDirectory(log.toString()).read();
        } catch (Exception unreadable) {
            throw new BrokerStartException("the broker cannot read its data directory " + log, unreadable);
        }
    }

    @Override
    public void close() {
        closeQuietly(lockFile);
    }

    private static FileChannel lock(Path directory) {
        FileChannel channel;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(
                    directory.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException unusable) {
            throw new BrokerStartException("the broker cannot use its data directory " + directory, unusable);
        }
        if (!tryLock(channel, directory)) {
            closeQuietly(channel);
            throw new BrokerStartException("another broker runs on the data directory " + directory);
        }
        return channel;
    }

    private static boolean tryLock(FileChannel channel, Path directory) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException sameProcess) {
            return false;
        } catch (IOException unusable) {
            closeQuietly(channel);
            throw new BrokerStartException("the broker cannot lock its data directory " + directory, unusable);
        }
    }

    private static Optional<String> clusterId(Path log) throws IOException {
        if (!Files.exists(log.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            return Optional.empty();
        }
        return properties(log).clusterId();
    }

    private static MetaPropertiesEnsemble properties(Path log) throws IOException {
        return new MetaPropertiesEnsemble.Loader()
                .addLogDirs(List.of(log.toString()))
                .addMetadataLogDir(log.toString())
                .load();
    }

    private static void format(Path log, String clusterId, int node) {
        Formatter formatter = new Formatter()
                .setClusterId(clusterId)
                .setNodeId(node)
                .setDirectories(List.of(log.toString()))
                .setMetadataLogDirectory(log.toString())
                .setControllerListenerName(BrokerConfig.CONTROLLER_LISTENER)
                .setPrintStream(new PrintStream(
                        PrintStream.nullOutputStream(), false, java.nio.charset.StandardCharsets.UTF_8));
        try {
            formatter.run();
        } catch (Exception failure) {
            throw new BrokerStartException("the broker cannot format its data directory " + log, failure);
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
