package io.vestibule.chaos.check;

import io.vestibule.client.ClientSettings;
import io.vestibule.testkit.server.RecordedRequest;
import io.vestibule.verifier.Bounds;
import io.vestibule.verifier.KafkaLog;
import io.vestibule.verifier.PeerLog;
import io.vestibule.verifier.PeerRequest;
import io.vestibule.verifier.PeerRequest.Endpoint;
import io.vestibule.verifier.PeerRequest.Side;
import io.vestibule.verifier.Report;
import io.vestibule.verifier.Verifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Has the verifier judge a run by its topics and by what the homeservers wrote down. */
public final class Verification {

    private static final Duration SETTLING = Duration.ofSeconds(5);

    // Outside of outages. A healthy cluster is below a second; that of a busy machine is not, and a record that is
    // stuck is above
    // any bound.
    private static final Duration DELAY = Duration.ofMinutes(2);
    private static final int OK = 200;

    private Verification() {}

    /** @return what the verifier says */
    public static Report of(Evidence evidence) {
        Evidence.Circumstances circumstances = evidence.circumstances();
        Bounds bounds = Bounds.USUAL.settling(SETTLING).delay(DELAY.plus(circumstances.skew()));
        for (Evidence.Outage outage : circumstances.outages()) {
            bounds = bounds.outage(outage.from(), outage.to());
        }
        ClientSettings settings = evidence.settings();
        try (KafkaLog log = KafkaLog.open(settings.kafka(), settings.schemaRegistry(), settings.topicPrefix())) {
            return Verifier.over(log, PeerLog.of(requests(evidence)), bounds).check();
        }
    }

    private static List<PeerRequest> requests(Evidence evidence) {
        List<PeerRequest> requests = new ArrayList<>();
        for (RecordedRequest asked : evidence.requests()) {
            String method = asked.body().length() == 0 ? "GET" : "PUT";
            requests.add(PeerRequest.of(
                    asked.at(), asked.server().value(), Side.VESTIBULE_ASKED, method, asked.target(), 0));
        }
        evidence.journal()
                .acked()
                .forEach(acked -> requests.add(new PeerRequest(
                        acked.at(),
                        acked.by().value(),
                        Side.PEER_ASKED,
                        "PUT",
                        Endpoint.INVITE,
                        acked.room().value(),
                        acked.event().value(),
                        acked.user().value(),
                        OK)));
        return requests;
    }
}
