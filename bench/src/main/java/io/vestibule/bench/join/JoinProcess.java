package io.vestibule.bench.join;

import io.vestibule.bench.WrongResultException;
import io.vestibule.bench.process.ProcessWatch;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.KafkaConfig;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.crypto.UnpaddedBase64;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.schemas.ImportRecord;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.worker.WorkerProducers;
import io.vestibule.worker.imports.JoinedRoom;
import io.vestibule.worker.imports.KafkaImportLog;
import io.vestibule.worker.imports.OurKeys;
import io.vestibule.worker.imports.RoomImport;
import io.vestibule.worker.imports.Spool;
import io.vestibule.worker.imports.VerificationLanes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;

/**
 * The other JVM, with the heap of a small worker: fetches the answer over HTTP and imports it with the worker's own code, again
 * and again, and verifies signatures alone for comparison. First until it is warm, then what counts. Prints a line for
 * each import.
 */
final class JoinProcess {

    static final String WARM = "warm";
    static final String MEASURED = "measured";

    private static final int BARE_SAMPLE = 5000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String COMPILERS = "CompilerThre";
    private static final double WARM_ENOUGH = 0.02;
    private static final int MOST_TIMES = 3;
    private static final int WINDOW_SECONDS = 4;

    private final RoomImport rooms;
    private final HttpClient http;
    private final URI answer;
    private final MadeRoom room;
    private final int events;
    private int imports;

    private JoinProcess(RoomImport rooms, HttpClient http, URI answer, MadeRoom room, int events) {
        this.rooms = rooms;
        this.http = http;
        this.answer = answer;
        this.room = room;
        this.events = events;
    }

    /** Arguments: URL, bootstrap servers, folder with keys and spool, events, seconds to get warm, imports to measure. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[2]);
        MadeRoom room = new MadeRoom(
                SigningKeyFile.read(folder.resolve("resident.key")), SigningKeyFile.read(folder.resolve("our.key")));
        KafkaConfig kafka = ConfigLoader.with(
                        Map.of("server-name", MadeRoom.US.value(), "kafka.bootstrap-servers", arguments[1]))
                .kafka();
        Map<String, Object> serdeKeys = new HashMap<>(kafka.clientProperties());
        serdeKeys.put("schema.registry.url", "embedded");
        try (AvroSerdes serdes = AvroSerdes.of(serdeKeys);
                Producer<byte[], ImportRecord> producer =
                        WorkerProducers.imports(kafka, serdes.serializer(Topics.ROOMS_IMPORTED));
                VerificationLanes lanes = VerificationLanes.open();
                HttpClient http = HttpClient.newHttpClient()) {
            RoomImport rooms = new RoomImport(
                    new RoomImport.Checks(
                            new EventSignatures(Ed25519.fastest()),
                            room.ring(),
                            new OurKeys(MadeRoom.US, room.ourKeys()),
                            Duration.ofSeconds(10)),
                    new RoomImport.Workshop(lanes, Spool.open(folder.resolve("spool"), Long.MAX_VALUE)),
                    () -> new KafkaImportLog(producer, Topics.ROOMS_IMPORTED.name()),
                    InstantSource.system());
            new JoinProcess(rooms, http, URI.create(arguments[0]), room, Integer.parseInt(arguments[3]))
                    .run(Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
        }
    }

    private void run(int warmSeconds, int measured) throws IOException, InterruptedException {
        warmUp(warmSeconds);
        for (int number = 0; number < measured; number++) {
            importOnce(MEASURED);
        }
    }

    /** At least so long, and then until the compilers have nearly nothing to do, for some times as long at most. */
    private void warmUp(int seconds) throws IOException, InterruptedException {
        ProcessWatch watch = new ProcessWatch(ProcessHandle.current().pid());
        long begun = System.nanoTime();
        double compiling = 1;
        for (double took = 0;
                took < seconds || (took < MOST_TIMES * seconds && compiling > WARM_ENOUGH);
                took = secondsSince(begun)) {
            long all = watch.cpuMicros();
            long compilers = watch.cpuMicrosOfThreads(COMPILERS);
            long window = System.nanoTime();
            do {
                importOnce(WARM);
            } while (secondsSince(window) < WINDOW_SECONDS);
            compiling = (double) (watch.cpuMicrosOfThreads(COMPILERS) - compilers) / (watch.cpuMicros() - all);
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / NANOS_PER_SECOND;
    }

    private void importOnce(String phase) throws IOException, InterruptedException {
        double bareBefore = bareNanos();
        forgetPeak();
        long cpu = cpuNanos();
        long begun = System.nanoTime();
        fetchAndImport("order" + imports++);
        long took = System.nanoTime() - begun;
        long spent = cpuNanos() - cpu;
        double bare = (bareBefore + bareNanos()) / 2;
        System.out.println(String.join(
                " ",
                phase,
                Double.toString((double) took / events),
                Double.toString((double) spent / events),
                Double.toString(bare),
                Long.toString(peakHeap())));
    }

    private void fetchAndImport(String order) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(answer).build();
        try (InputStream body = http.send(request, BodyHandlers.ofInputStream()).body()) {
            RoomImport.Result result =
                    rooms.run(new JoinedRoom(order, "command", room.join(), MadeRoom.RESIDENT, false), body);
            WrongResultException.unless(result instanceof RoomImport.Imported, "the import came to " + result);
        }
    }

    /** Processor time of one verification of a member event's signature, its bytes and its key at hand. */
    private double bareNanos() {
        Ed25519 ed25519 = Ed25519.fastest();
        Pdu member = room.member(0);
        byte[] message = member.signedBytes();
        byte[] signature = member.json()
                .object("signatures")
                .flatMap(all -> all.object(MadeRoom.RESIDENT.value()))
                .flatMap(own -> own.string(room.residentKeys().signingKey().id().value()))
                .flatMap(UnpaddedBase64::decode)
                .orElseThrow();
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int n = 0; n < BARE_SAMPLE; n++) {
            WrongResultException.unless(
                    ed25519.verify(room.residentKeys().signingKey().verifyKey(), message, signature),
                    "a good signature is said to be wrong");
        }
        return (double) (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / BARE_SAMPLE;
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static void forgetPeak() {
        ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** The most of the heap that was in use during an import, garbage included, in bytes; pools' peaks need not coincide. */
    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
