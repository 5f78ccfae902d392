package io.vestibule.cli;

import io.vestibule.client.ClientSettings;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.verifier.Bounds;
import io.vestibule.verifier.KafkaLog;
import io.vestibule.verifier.PeerLog;
import io.vestibule.verifier.Report;
import io.vestibule.verifier.ReportJson;
import io.vestibule.verifier.Verifier;
import io.vestibule.verifier.Violation;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code audit}: whether a running deployment has kept its promises. */
@Command(
        name = "audit",
        description =
                "Judge from the topics of a deployment, which may be running, whether it has kept its promises: no acked invite"
                        + " lost, one outcome for each command, one event on the wire, servers in their order, state as the ledger"
                        + " has it, a next step for all that is open, nothing delayed. Reads everything once and changes nothing;"
                        + " prints where each violation stands, and exits with 9 if there is one.",
        footer = "%nExample: vestibule audit --config vestibule.yaml --delay 60",
        mixinStandardHelpOptions = true)
public final class AuditCommand extends PrintingCommand {

    @Mixin
    DeploymentOption deployment = new DeploymentOption();

    @Option(
            names = "--peers",
            paramLabel = "FILE",
            description = "What other homeservers wrote down about requests, a JSON object a line (default: nothing).")
    @Nullable
    Path peers;

    @Option(
            names = "--settling",
            paramLabel = "SECONDS",
            description = "What is younger is not judged (default: ${DEFAULT-VALUE}).")
    long settling = Bounds.USUAL.settling().toSeconds();

    @Option(
            names = "--delay",
            paramLabel = "SECONDS",
            description = "The longest that an input may wait for its decision, and a walk for its first call"
                    + " (default: ${DEFAULT-VALUE}).")
    long delay = Bounds.USUAL.delay().toSeconds();

    @Option(
            names = "--late",
            paramLabel = "SECONDS",
            description = "How long after its time a next step may come (default: ${DEFAULT-VALUE}).")
    long late = Bounds.USUAL.late().toSeconds();

    @Override
    public Integer call() {
        VestibuleConfig config = deployment.configuration();
        ClientSettings settings = Deployments.settings(config);
        Bounds bounds = Bounds.USUAL
                .settling(seconds("--settling", settling))
                .delay(seconds("--delay", delay))
                .late(seconds("--late", late))
                .lastResort(config.topology().invites().lastResort());
        PeerLog peerLog = peerLog();
        settings.requireReachable();
        try (KafkaLog log = KafkaLog.open(settings.kafka(), settings.schemaRegistry(), settings.topicPrefix())) {
            Progress progress = new Progress(err(), "reading");
            Report report = Verifier.over(log, peerLog, bounds).check(progress::step);
            if (deployment.json) {
                print(ReportJson.of(report));
            } else {
                tell(report);
            }
            return (report.isClean() ? ExitCode.OK : ExitCode.NOT_AS_IT_SHOULD_BE).code();
        }
    }

    private Duration seconds(String option, long value) {
        if (value < 0) {
            throw new ParameterException(spec().commandLine(), option + " must be 0 or more, not " + value);
        }
        return Duration.ofSeconds(value);
    }

    private PeerLog peerLog() {
        if (peers == null) {
            return PeerLog.NONE;
        }
        PeerLog log = PeerLog.file(peers);
        try {
            log.read((line, request) -> {});
        } catch (UncheckedIOException | IllegalArgumentException wrong) {
            throw new ParameterException(
                    spec().commandLine(), "--peers " + peers + " cannot be used: " + wrong.getMessage(), wrong);
        }
        return log;
    }

    private void tell(Report report) {
        for (Report.Checked check : report.checks()) {
            print("%-34s %9d judged %9d not judged %6d violations"
                    .formatted(check.name(), check.judged(), check.notJudged(), check.violations()));
        }
        for (Violation violation : report.violations()) {
            print("%nVIOLATION %s%n  at        %s%n  room      %s%n  user      %s%n  expected  %s%n  seen      %s"
                    .formatted(
                            violation.check(),
                            violation.place(),
                            violation.room(),
                            violation.user(),
                            violation.expected(),
                            violation.seen()));
        }
        print("%n%d records up to %s, %d violations"
                .formatted(report.recordsRead(), report.takenAt(), report.violationCount()));
    }
}
