package io.vestibule.bench.join;

import com.sun.net.httpserver.HttpServer;
import io.vestibule.bench.Bench;
import io.vestibule.bench.BenchRun;
import io.vestibule.bench.WrongResultException;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;

/** {@code bench join}. */
public final class JoinBench implements Bench {

    private static final double LEAST_OF_BARE = 0.8;
    private static final double MOST_HEAP_MIB = 256;
    private static final double NANOS_PER_MICRO = 1000;
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
        try (BrokerProcess broker =
                BrokerProcess.start(BrokerConfig.ephemeral(run.folder().resolve("broker")))) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                new TopicAdmin(admin).ensure(LAYOUT);
            }
            int expected = 0;
            for (int members : run.isFull() ? List.of(10_000, 100_000) : List.of(run.size(500, 10_000, 0))) {
                int imports = run.size(1, 6, members > 10_000 ? 3 : 12);
                run.note(imports + " imports of a room of " + members + " members");
                measure(run, room, broker.bootstrapServers(), members, imports);
                expected += imports * (members + 1);
                ImportedRooms.verify(broker.bootstrapServers(), expected);
            }
            run.say(Figure.of("verified_events", expected, "events"));
        }
    }

    private static void measure(BenchRun run, MadeRoom room, String bootstrap, int members, int imports)
            throws IOException, InterruptedException {
        Path answer = run.folder().resolve("answer.json");
        room.writeAnswer(answer, members);
        HttpServer server = serve(answer);
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            List<double[]> lines = imports(run, url, bootstrap, members, imports);
            double[] last = lines.getLast();
            double of = last[2] / last[1];
            run.say(Figure.of("of_bare_verify", of, "of the rate")
                    .againstLimit("the reach", LEAST_OF_BARE)
                    .with("events", members + 1)
                    .with("cpu_us_per_event", Math.round(last[1] / 10) / 100.0)
                    .with("bare_verification_us", Math.round(last[2] / 10) / 100.0)
                    .with("most_heap_mib", MOST_HEAP_MIB)
                    .with("answer_mib", Files.size(answer) >> 20));
            run.say(Figure.of("events_per_second", 1e9 / last[0], "1/s")
                    .against("bare verification on one core", 1e9 / last[2])
                    .with("events", members + 1)
                    .with("cpu_us_per_event", last[1] / NANOS_PER_MICRO));
        } finally {
            server.stop(0);
        }
    }

    private static List<double[]> imports(BenchRun run, String url, String bootstrap, int members, int imports)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + (int) MOST_HEAP_MIB + "m", "--enable-native-access=ALL-UNNAMED"));
        command.add("-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.vestibule.schemas");
        command.addAll(run.jvmOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), JoinProcess.class.getName(), url));
        command.addAll(List.of(bootstrap, run.folder().resolve("resident.key").toString()));
        command.addAll(List.of(
                run.folder().resolve("our.key").toString(),
                run.folder().resolve("spool").toString()));
        command.addAll(List.of(Integer.toString(imports), Integer.toString(members + 1)));
        Path log = run.folder().resolve("join.log");
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        List<double[]> lines = new ArrayList<>();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(JoinProcess.LINE)) {
                    run.note(line);
                    String[] parts = line.split(" ");
                    lines.add(new double[] {
                        Double.parseDouble(parts[1]), Double.parseDouble(parts[2]), Double.parseDouble(parts[3])
                    });
                }
            }
        }
        WrongResultException.unless(
                process.waitFor() == 0 && lines.size() == imports,
                "the importing process broke: " + Files.readString(log));
        return lines;
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
