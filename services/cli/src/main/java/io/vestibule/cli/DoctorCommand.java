package io.vestibule.cli;

import io.vestibule.cli.doctor.Doctor;
import io.vestibule.cli.doctor.Finding;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.json.JsonWriter;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: what is wrong with a deployment. */
@Command(
        name = "doctor",
        description =
                "Look at a deployment from outside and tell what is wrong: configuration, signing key and whether the"
                        + " federation sees the same, TLS certificate, whether the federation's invites come to ingress, broker, transaction version, topics, clock, schemas, services.",
        footer = "%nExample: vestibule doctor --config vestibule.yaml",
        mixinStandardHelpOptions = true)
public final class DoctorCommand extends PrintingCommand {

    @Mixin
    DeploymentOption deployment = new DeploymentOption();

    @Override
    public Integer call() throws InterruptedException {
        VestibuleConfig config = deployment.configuration();
        AtomicBoolean failed = new AtomicBoolean();
        new Doctor(config, Deployments.settings(config), InstantSource.system()).examine(finding -> {
            say(finding);
            if (finding.verdict() == Finding.Verdict.FAILED) {
                failed.set(true);
            }
        });
        return (failed.get() ? ExitCode.NOT_AS_IT_SHOULD_BE : ExitCode.OK).code();
    }

    private void say(Finding finding) {
        if (deployment.json) {
            print(new JsonWriter()
                    .beginObject()
                    .field("check", finding.check())
                    .field("verdict", finding.verdict().name())
                    .field("detail", finding.detail())
                    .endObject());
        } else {
            print("%-8s %-16s %s".formatted(finding.verdict(), finding.check(), finding.detail()));
        }
    }
}
