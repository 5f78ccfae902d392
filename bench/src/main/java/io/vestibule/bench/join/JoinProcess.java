package io.vestibule.bench.join;

import io.vestibule.bench.WrongResultException;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.crypto.UnpaddedBase64;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.schemas.ImportRecord;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.worker.imports.JoinedRoom;
import io.vestibule.worker.imports.KafkaImportLog;
import io.vestibule.worker.imports.OurKeys;
import io.vestibule.worker.imports.RoomImport;
import io.vestibule.worker.imports.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The other JVM, with the heap of a small worker: fetches the answer over HTTP and imports it with the worker's own code, again
 * and again, and verifies signatures alone for comparison. Prints a line for each import.
 */
final class JoinProcess {

    static final String LINE = "imported";

    private static final int BARE_SAMPLE = 4000;

    private JoinProcess() {}

    /** Arguments: URL, bootstrap servers, resident's key file, our key file, spool folder, imports, events. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        MadeRoom room =
                new MadeRoom(SigningKeyFile.read(Path.of(arguments[2])), SigningKeyFile.read(Path.of(arguments[3])));
        Map<String, Object> keys = new HashMap<>(Map.of(
                "bootstrap.servers", arguments[1], "schema.registry.url", "embedded", "acks", "all", "linger.ms", 5));
        int imports = Integer.parseInt(arguments[5]);
        int events = Integer.parseInt(arguments[6]);
        try (AvroSerdes serdes = AvroSerdes.of(keys);
                KafkaProducer<byte[], ImportRecord> producer =
                        new KafkaProducer<>(keys, new ByteArraySerializer(), serdes.serializer(Topics.ROOMS_IMPORTED));
                HttpClient http = HttpClient.newHttpClient()) {
            RoomImport rooms = new RoomImport(
                    new RoomImport.Checks(
                            new EventSignatures(Ed25519.fastest()),
                            room.ring(),
                            new OurKeys(MadeRoom.US, room.ourKeys()),
                            Duration.ofSeconds(10)),
                    () -> new KafkaImportLog(producer, Topics.ROOMS_IMPORTED.name()),
                    InstantSource.system());
            Spool spool = Spool.open(Path.of(arguments[4]), Long.MAX_VALUE);
            for (int number = 0; number < imports; number++) {
                double bareBefore = bareNanos(room);
                long cpu = cpuNanos();
                long begun = System.nanoTime();
                importOnce(rooms, spool, http, URI.create(arguments[0]), room, "order" + number);
                long took = System.nanoTime() - begun;
                long spent = cpuNanos() - cpu;
                double bare = Math.min(bareBefore, bareNanos(room));
                System.out.println(LINE + " " + (double) took / events + " " + (double) spent / events + " " + bare);
            }
        }
    }

    private static void importOnce(
            RoomImport rooms, Spool spool, HttpClient http, URI answer, MadeRoom room, String order)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(answer).build();
        try (InputStream body = http.send(request, BodyHandlers.ofInputStream()).body();
                Spool.Spooled spooled = spool.take(body)) {
            RoomImport.Result result =
                    rooms.run(new JoinedRoom(order, "command", room.join(), MadeRoom.RESIDENT, false), spooled);
            WrongResultException.unless(result instanceof RoomImport.Imported, "the import came to " + result);
        }
    }

    /** Processor time of one verification of a member event's signature, its bytes and its key at hand. */
    private static double bareNanos(MadeRoom room) {
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
}
