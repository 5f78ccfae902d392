package io.vestibule.bench.ingress;

import io.vestibule.bench.Bench;
import io.vestibule.bench.BenchRun;
import io.vestibule.bench.NotMeasurableException;
import io.vestibule.bench.WrongResultException;
import io.vestibule.bench.process.ProcessWatch;
import io.vestibule.bench.process.VestibuleProcess;
import io.vestibule.bench.report.Figure;
import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.BrokerProcess;
import io.vestibule.kit.config.HostPort;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.id.ServerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code bench ingress-vs-synapse}: the same invites, but for the name of the invited server, from the same generator to a
 * Vestibule and to a Synapse, in turns.
 */
public final class VersusSynapseBench implements Bench {

    private static final double LEAST_TIMES = 60;
    private static final int USUAL_CONCURRENCY = 16;
    private static final double MICROS_PER_SECOND = 1e6;
    private static final List<String> JVM = List.of("-Xmx512m");

    @Override
    public String name() {
        return "ingress-vs-synapse";
    }

    @Override
    public String about() {
        return "the same invites at ingress and at a real Synapse, in turns; needs what './vestibule interop' installs";
    }

    @Override
    public void run(BenchRun run) throws IOException, InterruptedException, NotMeasurableException {
        try (InstalledSynapse synapse = InstalledSynapse.start();
                OriginFront front = OriginFront.open(
                        synapse.cluster().certificate(), synapse.cluster().key());
                BrokerProcess broker =
                        BrokerProcess.start(BrokerConfig.ephemeral(run.folder().resolve("broker")))) {
            ServerName us = ServerName.of("us.example");
            SigningKeyFile keys = SigningKeyFile.generate(new SecureRandom());
            Path config =
                    config(run.folder(), us, keys, broker, synapse.cluster().authority());
            List<String> options =
                    Stream.concat(JVM.stream(), run.jvmOptions().stream()).toList();
            try (VestibuleProcess ingress = VestibuleProcess.start("ingress", config, options)) {
                Side ours = new Side(
                        front.origin(),
                        us,
                        new AnswerCheck(us, keys.signingKey()),
                        HostPort.parse(ingress.address("ingress")),
                        ingress.watch());
                ServerName theirName = ServerName.of(synapse.server().name());
                Side theirs = new Side(
                        front.origin(),
                        theirName,
                        new AnswerCheck(theirName, synapse.key()),
                        HostPort.parse(synapse.server().client().getAuthority()),
                        synapse.watch());
                measure(run, ours, theirs, new ProcessWatch(broker.pid()));
                verify(run, broker, ours);
                run.say(Figure.of("synapse_resident_mib", synapse.watch().residentMib(), "MiB")
                        .against("ingress", ingress.watch().residentMib())
                        .with("synapse", synapse.cluster().version()));
            }
        }
    }

    private static void measure(BenchRun run, Side ours, Side theirs, ProcessWatch broker)
            throws IOException, InterruptedException {
        String salt = Long.toString(System.nanoTime(), Character.MAX_RADIX);
        for (int round = 0; round < run.size(1, 6, 15); round++) {
            run.note("getting warm");
            ours.send("warm" + round + salt, run.size(100, 4000, 8000), USUAL_CONCURRENCY);
        }
        theirs.send("warm" + salt, run.size(20, 100, 300), USUAL_CONCURRENCY);
        for (int concurrency : run.isFull() ? List.of(16, 64) : List.of(USUAL_CONCURRENCY)) {
            inTurns(run, ours, theirs, broker, concurrency, salt);
        }
    }

    private static void inTurns(BenchRun run, Side ours, Side theirs, ProcessWatch broker, int concurrency, String salt)
            throws IOException, InterruptedException {
        double ourMicros = 0;
        double theirMicros = 0;
        double brokerMicros = 0;
        int rounds = run.size(1, 3, 5);
        for (int round = 0; round < rounds; round++) {
            run.note("round %d of %d, %d connections".formatted(round + 1, rounds, concurrency));
            String tag = concurrency + "-" + round + salt;
            theirMicros += theirs.send("theirs" + tag, run.size(20, 200, 500), concurrency) / rounds;
            long before = broker.cpuMicros();
            int count = run.size(100, 5000, 10_000);
            ourMicros += ours.send("ours" + tag, count, concurrency) / rounds;
            brokerMicros += (double) (broker.cpuMicros() - before) / count / rounds;
        }
        say(run, ourMicros, theirMicros, brokerMicros, concurrency);
    }

    private static void say(BenchRun run, double ourMicros, double theirMicros, double brokerMicros, int concurrency) {
        Map<String, Object> circumstances = Map.of(
                "ingress_us_per_invite", Math.round(ourMicros),
                "broker_us_per_invite", Math.round(brokerMicros),
                "synapse_us_per_invite", Math.round(theirMicros),
                "concurrency", concurrency);
        Figure rate = Figure.of("invites_per_cpu_second", MICROS_PER_SECOND / ourMicros, "1/s")
                .against("Synapse", MICROS_PER_SECOND / theirMicros);
        Figure times =
                Figure.of("times_synapse", theirMicros / ourMicros, "times").againstLimit("the reach", LEAST_TIMES);
        Figure withBroker = Figure.of("times_synapse_with_broker", theirMicros / (ourMicros + brokerMicros), "times");
        for (Figure figure : List.of(rate, times, withBroker)) {
            Figure said = figure;
            for (Map.Entry<String, Object> each : circumstances.entrySet()) {
                said = said.with(each.getKey(), each.getValue());
            }
            run.say(said);
        }
    }

    private static void verify(BenchRun run, BrokerProcess broker, Side ours) {
        int kept = ReceivedInvites.read(broker.bootstrapServers()).size();
        WrongResultException.unless(
                kept == ours.sent(), ours.sent() + " invites were acknowledged, " + kept + " were kept");
        run.say(Figure.of("verified_invites", kept, "invites")
                .against("invites that were answered with 200", ours.sent()));
    }

    private static Path config(Path folder, ServerName us, SigningKeyFile keys, BrokerProcess broker, Path authority)
            throws IOException {
        keys.write(folder.resolve("signing.key"));
        return Files.writeString(
                folder.resolve("ingress.yaml"), """
                server-name: "%s"
                signing-key-file: signing.key
                data-dir: data
                kafka:
                  bootstrap-servers: "%s"
                  topics: {partitions: 12}
                schema-registry: {url: embedded}
                ingress:
                  listen: "127.0.0.1:0"
                  local-users: any
                  max-connections-per-address: 10000
                  max-in-flight-per-origin: 10000
                  rate: {origin: 1000000/1s, sender: 1000000/1s, invited: 1000000/1s}
                federation:
                  extra-ca-file: "%s"
                  allowed-addresses: ["127.0.0.0/8", "::1/128"]
                admin: {listen: "127.0.0.1:0"}
                log: {level: error}
                """.formatted(us, broker.bootstrapServers(), authority));
    }

    /** One of the two, and what it was sent. */
    private static final class Side {

        private final RequestFactory factory;
        private final AnswerCheck check;
        private final HostPort address;
        private final ProcessWatch watch;
        private int sent;

        Side(Origin origin, ServerName name, AnswerCheck check, HostPort address, ProcessWatch watch) {
            this.factory = new RequestFactory(origin, name, address.toString());
            this.check = check;
            this.address = address;
            this.watch = watch;
        }

        /** Sends so many invites; each must be accepted, and co-signed where that is looked at. Returns the processor time of one in microseconds. */
        double send(String tag, int count, int concurrency) throws IOException, InterruptedException {
            List<SignedRequest> requests = factory.make(tag, count);
            long before = watch.cpuMicros();
            new Load(address, concurrency, 0).send(requests, check);
            sent += count;
            return (double) (watch.cpuMicros() - before) / count;
        }

        int sent() {
            return sent;
        }
    }
}
