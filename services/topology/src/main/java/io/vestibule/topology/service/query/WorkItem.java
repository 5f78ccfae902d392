package io.vestibule.topology.service.query;

import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.model.InviteRecord;
import io.vestibule.model.InviteState;
import io.vestibule.model.Operation;
import io.vestibule.model.OutboundOperation;
import io.vestibule.model.OutboundStage;
import io.vestibule.model.RemoteLeave;
import io.vestibule.model.Stage;
import io.vestibule.topology.StateView;
import io.vestibule.topology.StateView.Upcoming;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that is under way, or that will be.
 *
 * @param due what the agenda says
 * @param kind what it is
 * @param stage where it stands
 * @param isWaiting it waits for its time; else it is under way
 * @param server the server that an event is being sent to; empty for none
 */
record WorkItem(Upcoming due, Kind kind, String stage, boolean isWaiting, String server) {

    /** What is done. */
    enum Kind {
        ACCEPT,
        REJECT,
        BACKGROUND_LEAVE,
        LEAVE_SIGNATURE,
        OUTBOUND
    }

    /** @return what stands behind an entry of the agenda; empty if it is only kept, or has changed meanwhile */
    static Optional<WorkItem> behind(Upcoming due, StateView state) {
        return switch (due.matter()) {
            case INVITE, BACKGROUND -> ofInvite(due, state.invite(due.room(), due.user()));
            case OUTBOUND ->
                Optional.ofNullable(state.outbound(due.room(), due.user()).operation())
                        .map(operation -> outbound(due, operation));
        };
    }

    private static Optional<WorkItem> ofInvite(Upcoming due, InviteRecord record) {
        Operation operation = record.state().inFlight();
        if (operation != null) {
            Kind kind = record.state() instanceof InviteState.Joining ? Kind.ACCEPT : Kind.REJECT;
            return Optional.of(walking(due, kind, operation.walk().stage()));
        }
        if (record.state() instanceof InviteState.Left left && left.remote() != null) {
            RemoteLeave remote = left.remote();
            return Optional.of(walking(due, Kind.BACKGROUND_LEAVE, remote.walk().stage()));
        }
        return Optional.ofNullable(record.signing())
                .map(signing -> new WorkItem(
                        due,
                        Kind.LEAVE_SIGNATURE,
                        signing.order() == null ? "WAITING" : "SIGNING",
                        signing.order() == null,
                        ""));
    }

    private static WorkItem walking(Upcoming due, Kind kind, Stage stage) {
        String server = stage instanceof Stage.Submitting submitting
                ? submitting.sent().server().value()
                : "";
        return new WorkItem(due, kind, nameOf(stage), stage instanceof Stage.Waiting, server);
    }

    private static WorkItem outbound(Upcoming due, OutboundOperation operation) {
        OutboundStage stage = operation.stage();
        String server =
                stage instanceof OutboundStage.Sending ? due.user().server().value() : "";
        return new WorkItem(due, Kind.OUTBOUND, nameOf(stage), stage instanceof OutboundStage.Resting, server);
    }

    private static String nameOf(Object stage) {
        return stage.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    Instant at() {
        return due.at();
    }

    void writeTo(JsonWriter json) {
        json.beginObject()
                .field("room", due.room().value())
                .field("user", due.user().value())
                .field("kind", kind.name())
                .field("stage", stage)
                .field("waiting", isWaiting)
                .field(isWaiting ? "next_at" : "until", due.at().toString());
        if (!server.isEmpty()) {
            json.field("server", server);
        }
        json.endObject();
    }
}
