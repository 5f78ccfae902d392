package io.vestibule.appservice.push;

import io.vestibule.appservice.registration.Registration;
import io.vestibule.kit.log.LogKeys;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.schemas.AppserviceEvent;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try after the other to deliver events to one service, told in logs and figures. Used by its queue's thread. */
final class Delivering {

    private static final Logger log = LoggerFactory.getLogger(Delivering.class);

    private final AppserviceId service;
    private final Function<AppserviceId, @Nullable Registration> registrations;
    private final AppserviceCalls calls;
    private final Metrics metrics;
    private boolean failing;

    Delivering(
            AppserviceId service,
            Function<AppserviceId, @Nullable Registration> registrations,
            AppserviceCalls calls,
            Metrics metrics) {
        this.service = service;
        this.registrations = registrations;
        this.calls = calls;
        this.metrics = metrics;
    }

    /** Whether the service has taken it now. */
    boolean attempt(Transaction transaction, AppserviceEvent event) throws InterruptedException {
        Registration registration = registrations.apply(service);
        if (registration == null || registration.url().isEmpty()) {
            return false; // the registration has changed, and the queue is about to be stopped
        }
        long start = System.nanoTime();
        CallResult result = calls.send(registration, transaction);
        metrics.timer(Metric.APPSERVICE_TRANSACTIONS, service.value(), result.label())
                .record(Duration.ofNanos(System.nanoTime() - start));
        tell(result, transaction, event);
        return result.taken();
    }

    /** A failure is told once, and so is its end; what lies between is for the figures. */
    private void tell(CallResult result, Transaction transaction, AppserviceEvent event) {
        if (result.taken() && failing) {
            log.atInfo().addKeyValue(LogKeys.APPSERVICE, service).log("the application service takes events again");
        } else if (!result.taken() && !failing) {
            log.atWarn()
                    .addKeyValue(LogKeys.APPSERVICE, service)
                    .addKeyValue(LogKeys.EVENT_ID, event.getEventId())
                    .addKeyValue("transactionId", transaction.id())
                    .addKeyValue(LogKeys.REASON, result.detail())
                    .log("the application service does not take events; they wait");
        }
        failing = !result.taken();
    }
}
