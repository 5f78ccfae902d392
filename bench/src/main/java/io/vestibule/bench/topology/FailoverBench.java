package io.vestibule.bench.topology;

import io.vestibule.bench.Bench;
import io.vestibule.bench.BenchRun;
import io.vestibule.bench.WrongResultException;
import io.vestibule.bench.process.VestibuleProcess;
import io.vestibule.bench.report.Figure;
import io.vestibule.bench.topology.InviteFeed.Spread;
import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.BrokerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** {@code bench failover}: from the end of one instance until the other has decided invites of every partition. */
public final class FailoverBench implements Bench {

    private static final double MOST_KILLED_SECONDS = 20;
    private static final double MOST_STOPPED_SECONDS = 2;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int EVERY_PARTITION = 240;

    @Override
    public String name() {
        return "failover";
    }

    @Override
    public String about() {
        return "two instances with warm copies of each other's stores: one is stopped, one is killed, the other goes on";
    }

    @Override
    public void run(BenchRun run) throws IOException, InterruptedException, ExecutionException {
        try (BrokerProcess broker =
                BrokerProcess.start(BrokerConfig.ephemeral(run.folder().resolve("broker")))) {
            new Pair(run, broker.bootstrapServers()).measure();
        }
    }

    /** Two instances. */
    private static final class Pair {

        private final BenchRun run;
        private final String bootstrap;
        private int sent;

        Pair(BenchRun run, String bootstrap) {
            this.run = run;
            this.bootstrap = bootstrap;
        }

        void measure() throws IOException, InterruptedException, ExecutionException {
            try (VestibuleProcess one = start("one");
                    VestibuleProcess two = start("two");
                    InviteFeed feed = new InviteFeed(bootstrap);
                    Progress progress = new Progress(bootstrap)) {
                progress.awaitMembers(2);
                send(feed, progress, "before", run.size(500, 5000, 100_000));
                double stopped = goOnWithout(feed, progress, Thread.ofVirtual().unstarted(two::close));
                run.say(Figure.of("stopped_seconds", stopped, "s").againstLimit("the reach", MOST_STOPPED_SECONDS));
                if (run.size(0, 1, 1) == 1) {
                    killed(one, feed, progress);
                }
            }
            int shown = InvitedCount.of(bootstrap);
            WrongResultException.unless(shown == sent, sent + " invites were sent, " + shown + " are shown");
            run.say(Figure.of("verified_invites", shown, "invites").against("invites that were sent", sent));
        }

        private void killed(VestibuleProcess one, InviteFeed feed, Progress progress)
                throws IOException, InterruptedException, ExecutionException {
            try (VestibuleProcess three = start("two")) {
                progress.awaitMembers(2);
                send(feed, progress, "between", EVERY_PARTITION);
                double killed = goOnWithout(feed, progress, Thread.ofVirtual().unstarted(one::kill));
                run.say(Figure.of("killed_seconds", killed, "s").againstLimit("the reach", MOST_KILLED_SECONDS));
            }
        }

        private double goOnWithout(InviteFeed feed, Progress progress, Thread end)
                throws InterruptedException, ExecutionException {
            long begun = System.nanoTime();
            end.start();
            send(feed, progress, "after" + sent, EVERY_PARTITION);
            double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
            end.join();
            return seconds;
        }

        private void send(InviteFeed feed, Progress progress, String tag, int count)
                throws InterruptedException, ExecutionException {
            run.note(count + " invites: " + tag);
            feed.send(tag, count, Spread.perRoom(1));
            progress.awaitAllDecided();
            sent += count;
        }

        private VestibuleProcess start(String name) throws IOException, InterruptedException {
            Path folder = Files.createDirectories(run.folder().resolve(name));
            TopologyConfigFile config = new TopologyConfigFile(
                    bootstrap, TopologyConfigFile.of(bootstrap).partitions(), 1, 1);
            Path file = Files.writeString(folder.resolve("topology.yaml"), config.yaml());
            List<String> options = Stream.concat(Stream.of("-Xmx512m"), run.jvmOptions().stream())
                    .toList();
            return VestibuleProcess.start("topology", file, options);
        }
    }
}
