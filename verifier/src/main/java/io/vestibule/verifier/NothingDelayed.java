package io.vestibule.verifier;

import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.schemas.catalog.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One bad peer or record delays nobody else: every input is decided within the bound after it was written, and every walk that a
 * person waits for asks its first server within the bound after it was ordered, whatever goes on elsewhere.
 */
final class NothingDelayed extends Check {

    static final String NAME = "nothing is delayed";

    private record Input(String topic, int partition) {}

    private final Map<Input, Series> written = new HashMap<>();
    private final Map<String, Long> walks = new HashMap<>();

    NothingDelayed(Terms terms) {
        super(NAME, terms);
    }

    @Override
    void input(Topic<?> topic, Place place, Instant at) {
        written.computeIfAbsent(new Input(place.topic(), place.partition()), fresh -> new Series())
                .add(place.offset(), at.toEpochMilli());
    }

    @Override
    void fact(LogEntry<LedgerEvent> entry, LedgerEvent event) {
        if (event.getIndex() == 0) {
            decided(entry, event);
        }
        switch (event.getType()) {
            case WORK_ORDERED -> {
                WorkOrder order = part(event.getWorkOrdered(), event).getOrder();
                if (order.getType() == WorkOrderType.PREPARE_MEMBERSHIP && order.getInteractive()) {
                    walks.put(order.getOrderId(), event.getDecidedAt());
                }
            }
            case WORK_ANSWERED -> {
                var answered = part(event.getWorkAnswered(), event);
                Long ordered = walks.remove(answered.getOrderId());
                if (ordered != null && !answered.getAttempts().isEmpty()) {
                    long asked = answered.getAttempts().getFirst().getStartedAt();
                    judge(entry, event, ordered, asked, "the first server asked");
                }
            }
            case WORK_UNANSWERED ->
                walks.remove(part(event.getWorkUnanswered(), event).getOrderId());
            default -> {}
        }
    }

    private void decided(LogEntry<LedgerEvent> entry, LedgerEvent event) {
        Series series = written.get(new Input(event.getTopic(), event.getPartition()));
        OptionalLong at = series == null ? OptionalLong.empty() : series.at(event.getInputOffset());
        if (at.isPresent()) {
            String input = event.getTopic() + "-" + event.getPartition() + "-" + event.getInputOffset();
            judge(entry, event, at.getAsLong(), event.getDecidedAt(), input + " decided");
        }
    }

    private void judge(LogEntry<LedgerEvent> entry, LedgerEvent event, long from, long to, String what) {
        Bounds bounds = terms().bounds();
        Duration took = bounds.between(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
        judge(
                took.compareTo(bounds.delay()) <= 0,
                entry.place(),
                RoomUser.of(event),
                what + " within " + bounds.delay(),
                "it took " + took);
    }
}
