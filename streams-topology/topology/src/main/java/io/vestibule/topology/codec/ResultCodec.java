package io.vestibule.topology.codec;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Invitation;
import io.vestibule.model.MemberEvent;
import io.vestibule.model.Membership;
import io.vestibule.model.OrderId;
import io.vestibule.model.WorkResult;
import io.vestibule.model.WorkResultType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Results of work orders. */
public final class ResultCodec {

    private ResultCodec() {}

    /** @throws IllegalArgumentException if an identifier is none; the message names it */
    public static WorkResult read(io.vestibule.schemas.WorkResult result) {
        WorkResultType type = Values.same(WorkResultType.class, result.getType());
        return new WorkResult(
                new OrderId(result.getOrderId()),
                type,
                RoomId.of(result.getRoomId()),
                UserId.of(result.getUserId()),
                ServerCodec.readAttempts(result.getAttempts()),
                Values.server(result.getServer()),
                event(result),
                type == WorkResultType.PDU_VERIFIED ? verified(result) : null,
                Values.importId(result.getImportId()),
                result.getDetail(),
                new WorkResult.Outbound(
                        Values.servers(result.getVia()),
                        Values.same(Invitation.Endpoint.class, result.getEndpoint()),
                        Duration.ofMillis(result.getRetryAfterMs())));
    }

    private static @Nullable MemberEvent event(io.vestibule.schemas.WorkResult result) {
        return result.getEventId().isEmpty()
                ? null
                : new MemberEvent(EventId.of(result.getEventId()), result.getEventJson());
    }

    private static WorkResult.Verified verified(io.vestibule.schemas.WorkResult result) {
        return new WorkResult.Verified(
                Values.same(Membership.class, result.getMembership()),
                Values.events(result.getAuthEventIds()),
                result.getReason());
    }
}
