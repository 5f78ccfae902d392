package io.vestibule.topology.codec;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.model.Attempt;
import io.vestibule.model.AttemptResult;
import io.vestibule.model.AttemptStep;
import io.vestibule.model.Candidate;
import io.vestibule.model.CandidateSource;
import io.vestibule.model.RemoteLeave;
import io.vestibule.schemas.RemoteLeavePlan;
import io.vestibule.schemas.ServerAttempt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Servers to ask and servers asked. */
final class ServerCodec {

    private ServerCodec() {}

    static List<Candidate> readCandidates(List<io.vestibule.schemas.Candidate> candidates) {
        return Values.each(
                candidates,
                candidate -> new Candidate(
                        ServerName.of(candidate.getServer()),
                        Values.same(CandidateSource.class, candidate.getSource()),
                        Values.event(candidate.getContributedBy())));
    }

    static List<io.vestibule.schemas.Candidate> writeCandidates(List<Candidate> candidates) {
        return Values.each(
                candidates,
                candidate -> io.vestibule.schemas.Candidate.newBuilder()
                        .setServer(candidate.server().value())
                        .setSource(source(candidate.source()))
                        .setContributedBy(Values.text(candidate.contributedBy()))
                        .build());
    }

    static io.vestibule.schemas.CandidateSource source(CandidateSource source) {
        return Values.same(io.vestibule.schemas.CandidateSource.class, source);
    }

    static List<Attempt> readAttempts(List<ServerAttempt> attempts) {
        return Values.each(
                attempts,
                attempt -> new Attempt(
                        ServerName.of(attempt.getServer()),
                        Values.same(AttemptStep.class, attempt.getStep()),
                        Values.same(AttemptResult.class, attempt.getResult()),
                        attempt.getHttpStatus(),
                        attempt.getErrcode(),
                        attempt.getDetail(),
                        Values.instant(attempt.getStartedAt()),
                        attempt.getTookMs(),
                        Values.same(CandidateSource.class, attempt.getSource()),
                        Values.event(attempt.getContributedBy())));
    }

    static List<ServerAttempt> writeAttempts(List<Attempt> attempts) {
        return Values.each(
                attempts,
                attempt -> ServerAttempt.newBuilder()
                        .setServer(attempt.server().value())
                        .setStep(Values.same(io.vestibule.schemas.AttemptStep.class, attempt.step()))
                        .setResult(Values.same(io.vestibule.schemas.AttemptResult.class, attempt.result()))
                        .setHttpStatus(attempt.http())
                        .setErrcode(attempt.errcode())
                        .setDetail(attempt.detail())
                        .setStartedAt(Values.millis(attempt.startedAt()))
                        .setTookMs(attempt.tookMillis())
                        .setSource(source(attempt.source()))
                        .setContributedBy(Values.text(attempt.contributedBy()))
                        .build());
    }

    static RemoteLeave.Plan readPlan(RemoteLeavePlan plan) {
        return new RemoteLeave.Plan(
                readCandidates(plan.getServers()), Values.instant(plan.getGiveUpAt()), plan.getCheckingRefusal());
    }

    static RemoteLeave.@Nullable Plan readPlanOrNull(@Nullable RemoteLeavePlan plan) {
        return plan == null ? null : readPlan(plan);
    }

    static RemoteLeavePlan writePlan(RemoteLeave.Plan plan) {
        return RemoteLeavePlan.newBuilder()
                .setServers(writeCandidates(plan.servers()))
                .setGiveUpAt(Values.millis(plan.giveUpAt()))
                .setCheckingRefusal(plan.checkingRefusal())
                .build();
    }
}
