package io.vestibule.worker.order;

import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import io.vestibule.schemas.Candidate;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.PrepareMembership;
import io.vestibule.schemas.SignLeave;
import io.vestibule.schemas.SubmitMembership;
import io.vestibule.schemas.VerifyPdu;
import io.vestibule.schemas.WorkOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads work orders. Stateless. */
public final class OrderReader {
    private OrderReader() {}

    /** An order that cannot be carried out as it stands; its answer is {@link Answer.Failed} with the message. */
    public static final class BadOrderException extends Exception {
        private static final long serialVersionUID = 1L;

        /** @param message names the part that is wrong */
        public BadOrderException(String message) {
            super(message);
        }
    }

    /**
     * @param order the record
     * @return the order with its identifiers checked
     * @throws BadOrderException if a part is missing or wrong; the message names it
     */
    public static Order read(WorkOrder order) throws BadOrderException {
        try {
            Order.Head head = head(order);
            return switch (order.getType()) {
                case SIGN_LEAVE -> signLeave(head, part(order.getSignLeave(), "sign_leave"));
                case PREPARE_MEMBERSHIP -> prepare(head, part(order.getPrepare(), "prepare"));
                case SUBMIT_MEMBERSHIP -> submit(head, part(order.getSubmit(), "submit"));
                case VERIFY_PDU -> verify(head, part(order.getVerify(), "verify"));
                case PREPARE_EVENT -> OutboundOrderReader.prepare(head, part(order.getPrepareEvent(), "prepare_event"));
                case SEND_INVITE -> OutboundOrderReader.sendInvite(head, part(order.getSendInvite(), "send_invite"));
                case SEND_PDU -> OutboundOrderReader.sendPdu(head, part(order.getSendPdu(), "send_pdu"));
                case UNKNOWN ->
                    throw new BadOrderException("this worker does not know orders of type " + order.getType());
            };
        } catch (IllegalArgumentException wrongIdentifier) {
            throw new BadOrderException(String.valueOf(wrongIdentifier.getMessage()));
        }
    }

    private static Order.Head head(WorkOrder order) throws BadOrderException {
        RoomVersionId version = RoomVersionId.of(order.getRoomVersion());
        Optional<RoomVersionRules> rules = RoomVersions.find(version);
        if (rules.isEmpty()) {
            throw new BadOrderException("room version " + version + " is not known");
        }
        return new Order.Head(
                order.getOrderId(),
                RoomId.of(order.getRoomId()),
                UserId.of(order.getUserId()),
                rules.get(),
                order.getIssuedAt(),
                order.getNotAfter(),
                order.getInteractive());
    }

    private static Order signLeave(Order.Head head, SignLeave sign) {
        Pdu invite = pdu(sign.getInviteEventJson(), head.rules());
        return new Order.SignLeave(head, invite, Optional.ofNullable(sign.getReason()));
    }

    private static Order prepare(Order.Head head, PrepareMembership prepare) throws BadOrderException {
        List<Order.Candidate> candidates = new ArrayList<>();
        for (Candidate candidate : prepare.getCandidates()) {
            CandidateOrigin origin = new CandidateOrigin(candidate.getSource(), candidate.getContributedBy());
            // A name that is none cannot be asked, and must not keep the others from being asked.
            ServerName.parse(candidate.getServer())
                    .ifPresent(server -> candidates.add(new Order.Candidate(server, origin)));
        }
        Optional<EventId> mustCite =
                prepare.getMustCite().isEmpty() ? Optional.empty() : Optional.of(EventId.of(prepare.getMustCite()));
        return new Order.Prepare(
                head,
                direction(prepare.getMembership()),
                candidates,
                content(prepare, head.rules()),
                new Order.Freshness(prepare.getFreshUntil(), mustCite));
    }

    private static Order submit(Order.Head head, SubmitMembership submit) throws BadOrderException {
        Pdu event = pdu(submit.getEventJson(), head.rules());
        if (!event.eventId().value().equals(submit.getEventId())) {
            throw new BadOrderException("the event's ID is " + event.eventId() + ", not " + submit.getEventId());
        }
        return new Order.Submit(
                head,
                direction(submit.getMembership()),
                ServerName.of(submit.getServer()),
                event,
                new Order.JoinWish(submit.getOmitMembers(), submit.getCommandId()));
    }

    private static Order verify(Order.Head head, VerifyPdu verify) {
        return new Order.Verify(head, utf8(verify.getPduJson()), UserId.of(verify.getExpectedSender()));
    }

    private static Order.Direction direction(Membership membership) throws BadOrderException {
        return switch (membership) {
            case JOIN -> Order.Direction.JOIN;
            case LEAVE -> Order.Direction.LEAVE;
            case UNKNOWN, INVITE, KNOCK, BAN ->
                throw new BadOrderException("no handshake makes a membership " + membership);
        };
    }

    private static JsonObject content(PrepareMembership prepare, RoomVersionRules rules) throws BadOrderException {
        JsonWriter content = new JsonWriter().beginObject();
        Set<String> given = new TreeSet<>();
        field(content, given, "displayname", prepare.getDisplayname());
        field(content, given, "avatar_url", prepare.getAvatarUrl());
        field(content, given, "reason", prepare.getReason());
        if (!prepare.getExtraContentJson().isEmpty()) {
            extra(content, given, prepare.getExtraContentJson(), rules);
        }
        return content.endObject().toObject();
    }

    private static void extra(JsonWriter content, Set<String> given, String json, RoomVersionRules rules)
            throws BadOrderException {
        try {
            for (JsonObject.Member member :
                    JsonObject.parse(utf8(json), rules.format().json())) {
                if (given.add(member.name())) {
                    content.field(member.name(), member.value());
                }
            }
        } catch (InvalidJsonException invalid) {
            throw new BadOrderException("extra_content_json: " + invalid.detail());
        }
    }

    private static void field(JsonWriter content, Set<String> given, String name, @Nullable String value) {
        if (value != null) {
            given.add(name);
            content.field(name, value);
        }
    }

    private static <T> T part(@Nullable T part, String name) throws BadOrderException {
        if (part == null) {
            throw new BadOrderException("the order has no " + name);
        }
        return part;
    }

    private static Pdu pdu(String json, RoomVersionRules rules) {
        return Pdu.read(utf8(json), rules).orThrow();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
