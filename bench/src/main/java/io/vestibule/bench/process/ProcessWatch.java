package io.vestibule.bench.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads what Linux says of a process. Immutable.
 *
 * @param pid the process ID
 */
public record ProcessWatch(long pid) {

    private static final long MICROS_PER_TICK = 10_000;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    /** @return processor time of all its threads since it started, those that have ended too, to the next 10 ms */
    public long cpuMicros() throws IOException {
        return cpuMicros(Files.readString(file("stat")));
    }

    private static long cpuMicros(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * MICROS_PER_TICK;
    }

    /**
     * @param name how the names of the threads contain it; Linux keeps 15 characters
     * @return processor time of those of its threads that run now, to the next 10 ms each
     */
    public long cpuMicrosOfThreads(String name) throws IOException {
        long micros = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(file("task"))) {
            for (Path task : tasks) {
                String stat = Files.readString(task.resolve("stat"));
                micros += stat.substring(0, stat.lastIndexOf(')')).contains(name) ? cpuMicros(stat) : 0;
            }
        } catch (NoSuchFileException ended) {
            // A thread ended between the listing and the reading.
            return cpuMicrosOfThreads(name);
        }
        return micros;
    }

    /** @return memory that it holds now, in MiB */
    public double residentMib() throws IOException {
        return kilobytes("VmRSS:") / 1024.0;
    }

    /** @return the most memory that it ever held, in MiB */
    public double mostResidentMib() throws IOException {
        return kilobytes("VmHWM:") / 1024.0;
    }

    private long kilobytes(String field) throws IOException {
        return Files.readAllLines(file("status")).stream()
                .filter(line -> line.startsWith(field))
                .map(line -> line.substring(field.length()).strip().split(" ")[0])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IOException("process " + pid + " tells no " + field));
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
