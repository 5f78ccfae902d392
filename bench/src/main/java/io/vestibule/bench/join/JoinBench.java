package io.vestibule.bench.join;

import com.sun.net.httpserver.HttpServer;
import io.vestibule.bench.Bench;
import io.vestibule.bench.BenchRun;
import io.vestibule.bench.join.JoinRuns.Import;
import io.vestibule.bench.process.Folders;
import io.vestibule.bench.report.Figure;
import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.BrokerProcess;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.TopicLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;

/** {@code bench join}. */
public final class JoinBench implements Bench {

    private static final double LEAST_OF_BARE = 0.8;
    private static final double NANOS_PER_MICRO = 1000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BYTES_PER_MIB = 1 << 20;
    private static final TopicLayout LAYOUT = new TopicLayout("", 12, (short) -1);

    @Override
    public String name() {
        return "join";
    }

    @Override
    public String about() {
        return "answers to send_join of 10,000 and 100,000 events over HTTP into rooms.imported, beside bare verification";
    }

    @Override
    public void run(BenchRun run) throws IOException, InterruptedException {
        SigningKeyFile residentKeys = SigningKeyFile.generate(new SecureRandom());
        SigningKeyFile ourKeys = SigningKeyFile.generate(new SecureRandom());
        residentKeys.write(run.folder().resolve("resident.key"));
        ourKeys.write(run.folder().resolve("our.key"));
        MadeRoom room = new MadeRoom(residentKeys, ourKeys);
        for (int members : run.isFull() ? List.of(10_000, 100_000) : List.of(run.size(2000, 10_000, 0))) {
            Path answer = run.folder().resolve("answer.json");
            room.writeAnswer(answer, members);
            HttpServer server = serve(answer);
            try {
                String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
                onAllCores(run, url, members, Files.size(answer));
                if (JoinRuns.canPin()) {
                    onOneCore(run, url, members);
                }
            } finally {
                server.stop(0);
            }
        }
    }

    private static void onAllCores(BenchRun run, String url, int members, long bytes)
            throws IOException, InterruptedException {
        JoinRuns runs = measure(run, url, members, false);
        double cpu = runs.median(Import::cpuNanos);
        double bare = runs.median(Import::bareNanos);
        run.say(Figure.of("of_bare_verify", bare / cpu, "of the rate for the same processor time")
                .againstLimit("the reach", LEAST_OF_BARE)
                .with("events", members + 1)
                .with("cpu_us_per_event", rounded(cpu / NANOS_PER_MICRO))
                .with("bare_verification_us", rounded(bare / NANOS_PER_MICRO))
                .with("imports", runs.measured().size())
                .with("answer_mib", bytes >> 20));
        run.say(Figure.of("events_per_second", NANOS_PER_SECOND / runs.median(Import::wallNanos), "1/s")
                .against("bare verification on one core", NANOS_PER_SECOND / bare)
                .with("events", members + 1)
                .with("cores", Runtime.getRuntime().availableProcessors())
                .with("shares_them_with", "the broker and the server of the answer"));
        run.say(Figure.of("peak_heap_mib", runs.most(Import::peakHeap) / BYTES_PER_MIB, "MiB")
                .againstLimit("the heap that it has", JoinRuns.HEAP_MIB)
                .with("events", members + 1));
        run.say(Figure.of("verified_events", (double) (members + 1) * runs.all(), "events")
                .with("events", members + 1));
    }

    private static void onOneCore(BenchRun run, String url, int members) throws IOException, InterruptedException {
        JoinRuns runs = measure(run, url, members, true);
        double wall = runs.median(Import::wallNanos);
        double bare = runs.median(Import::bareNanos);
        run.say(Figure.of("of_bare_verify_on_one_core", bare / wall, "of the rate")
                .againstLimit("the reach", LEAST_OF_BARE)
                .with("events", members + 1)
                .with("events_per_second", Math.round(NANOS_PER_SECOND / wall))
                .with("bare_per_second", Math.round(NANOS_PER_SECOND / bare))
                .with("cpu_us_per_event", rounded(runs.median(Import::cpuNanos) / NANOS_PER_MICRO)));
    }

    private static JoinRuns measure(BenchRun run, String url, int members, boolean onOneCore)
            throws IOException, InterruptedException {
        Path data = run.folder().resolve("broker");
        try (BrokerProcess broker = BrokerProcess.start(BrokerConfig.ephemeral(data))) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                new TopicAdmin(admin).ensure(LAYOUT);
            }
            int imports = run.size(1, 5, members > 10_000 ? 5 : 15);
            JoinRuns.Task task =
                    new JoinRuns.Task(url, broker.bootstrapServers(), members + 1, run.size(0, 12, 25), imports);
            run.note(members + " members" + (onOneCore ? ", one core" : ""));
            JoinRuns runs = JoinRuns.of(run, task, onOneCore);
            ImportedRooms.verify(broker.bootstrapServers(), MadeRoom.expected(members), runs.all());
            return runs;
        } finally {
            Folders.delete(data);
        }
    }

    private static double rounded(double micros) {
        return Math.round(micros * 100) / 100.0;
    }

    private static HttpServer serve(Path answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, Files.size(answer));
            try (OutputStream out = exchange.getResponseBody()) {
                Files.copy(answer, out);
            }
        });
        server.start();
        return server;
    }
}
