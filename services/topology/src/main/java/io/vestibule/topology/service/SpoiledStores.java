package io.vestibule.topology.service;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores that nobody closed, or with spoilt files. Kafka Streams restores the former from their changelogs after a kill, but asks
 * the stores themselves whether it has to; what a power cut left of them may not open, or claim to be good.
 */
final class SpoiledStores {

    private static final Logger LOG = LoggerFactory.getLogger(SpoiledStores.class);
    private static final String LOCK = ".lock";
    private static final String TASK = "\\d+_\\d+";

    private SpoiledStores() {}

    /**
     * Deletes the stores of every application in the folder, and nothing else in it. Those of an application that is running
     * are left alone: its second start says by itself what is wrong.
     *
     * @throws IOException if something cannot be deleted
     */
    static void delete(Path stateDir) throws IOException {
        for (Path application : folders(stateDir)) {
            List<Path> tasks = folders(application).stream()
                    .filter(task -> task.getFileName().toString().matches(TASK))
                    .toList();
            if (!tasks.isEmpty()) {
                deleteUnlessRunning(application, tasks);
            }
        }
    }

    private static void deleteUnlessRunning(Path application, List<Path> tasks) throws IOException {
        try (FileChannel lock =
                FileChannel.open(application.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (!isOurs(lock)) {
                return;
            }
            for (Path task : tasks) {
                deleteTree(task);
            }
            LOG.atInfo()
                    .addKeyValue("application", application.getFileName())
                    .addKeyValue("tasks", tasks.size())
                    .log("stores that were not closed, or are spoilt, are made anew from their changelogs");
        }
    }

    private static boolean isOurs(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException runsInThisProcess) {
            return false;
        }
    }

    private static List<Path> folders(Path within) throws IOException {
        try (Stream<Path> files = Files.list(within)) {
            return files.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
