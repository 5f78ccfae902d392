package io.vestibule.topology;

import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.OutcomeType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a topology tells its observer. */
final class CountingObserver implements TopologyObserver {

    int trimmed;
    final List<String> decided = new ArrayList<>();
    final List<LedgerEventType> told = new ArrayList<>();
    final List<OutcomeType> concluded = new ArrayList<>();
    final List<String> buried = new ArrayList<>();

    @Override
    public void routesTrimmed(int servers) {
        trimmed += servers;
    }

    @Override
    public void decided(String topic, Duration waited) {
        decided.add(topic + " after " + waited);
    }

    @Override
    public void told(LedgerEventType type) {
        told.add(type);
    }

    @Override
    public void concluded(OutcomeType outcome) {
        concluded.add(outcome);
    }

    @Override
    public void buried(String stage) {
        buried.add(stage);
    }
}
