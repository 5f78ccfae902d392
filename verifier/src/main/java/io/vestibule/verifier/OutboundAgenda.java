package io.vestibule.verifier;

import io.vestibule.schemas.LedgerEvent;
import org.jspecify.annotations.Nullable;

/** What is still to be done to tell another server of an invite or a retraction of ours. For one thread. */
final class OutboundAgenda {

    private boolean started;
    private String open = "";
    private long until;

    void fact(LedgerEvent event) {
        switch (event.getType()) {
            case OUTBOUND_STARTED -> {
                started = true;
                until = Agenda.NEVER;
            }
            case OUTBOUND_RESTING ->
                until = Check.part(event.getOutboundResting(), event).getUntil();
            case OUTBOUND_ANSWERED -> {
                if (Check.part(event.getOutboundAnswered(), event).getOrderId().equals(open)) {
                    until = Agenda.NEVER;
                }
            }
            case OUTBOUND_ENDED -> started = false;
            case WORK_ORDERED -> {
                var ordered = Check.part(event.getWorkOrdered(), event);
                open = ordered.getOrder().getOrderId();
                until = ordered.getWatchdog();
            }
            default -> {}
        }
    }

    /** @return what comes next, null when nothing is under way */
    Agenda.@Nullable Step next() {
        return started ? new Agenda.Step("the next try of an invite or a retraction of ours", until, false) : null;
    }
}
