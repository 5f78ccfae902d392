package io.vestibule.worker.handshake;

import io.vestibule.matrix.crypto.UnpaddedBase64;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.event.MalformedPdu;
import io.vestibule.matrix.event.MembershipTemplate;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.event.TemplateReading;
import io.vestibule.matrix.json.JsonArray;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonValue;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.matrix.room.ReferenceForm;
import io.vestibule.worker.order.Answer;
import io.vestibule.worker.order.Order;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Signs the out-of-band leave of a rejected invite: for our own users' eyes, never sent to anybody.
 *
 * <p>It follows the invite and cites it beside what the invite cites. The same order always gives the same event. Thread-safe.
 */
public final class LeaveSigning {
    private static final int MAX_AUTH_EVENTS = 10;

    private final EventSigner signer;

    /** @param signer our signature */
    public LeaveSigning(EventSigner signer) {
        this.signer = signer;
    }

    /** @return the signed leave, or why the invite allows none */
    public Answer sign(Order.SignLeave order) {
        Order.Head head = order.head();
        Pdu invite = order.invite();
        boolean ours = invite.isMembership("invite")
                && invite.roomId().equals(head.room())
                && invite.stateKey().filter(head.user().value()::equals).isPresent();
        if (!ours) {
            return new Answer.Failed("the event is no invite of " + head.user() + " to " + head.room());
        }
        MembershipTemplate.Wanted wanted = new MembershipTemplate.Wanted(head.room(), head.user(), "leave");
        return switch (MembershipTemplate.read(template(order), wanted, head.rules())) {
            case TemplateReading.Malformed malformed -> new Answer.Failed(malformed.detail());
            case MembershipTemplate template -> complete(template, order);
        };
    }

    private Answer complete(MembershipTemplate template, Order.SignLeave order) {
        JsonWriter content = new JsonWriter().beginObject();
        order.reason().ifPresent(reason -> content.field("reason", reason));
        MembershipTemplate.Completion completion = new MembershipTemplate.Completion(
                order.head().issuedAt(), opaqueId(order), content.endObject().toObject());
        return switch (template.complete(signer, completion)) {
            case Pdu leave -> new Answer.LeaveSigned(leave);
            case MalformedPdu malformed -> new Answer.Failed(malformed.detail());
        };
    }

    private static JsonObject template(Order.SignLeave order) {
        Pdu invite = order.invite();
        long depth = Math.min(invite.depth() + 1, invite.rules().format().maxDepth());
        JsonWriter template = new JsonWriter()
                .beginObject()
                .field("type", "m.room.member")
                .field("room_id", order.head().room().value())
                .field("sender", order.head().user().value())
                .field("state_key", order.head().user().value())
                .field("depth", depth);
        template.name("content").beginObject().field("membership", "leave").endObject();
        template.name("prev_events").beginArray();
        reference(template, invite);
        template.endArray().name("auth_events").beginArray();
        JsonArray cited = invite.json().array("auth_events").orElseThrow();
        int kept = 0;
        for (JsonValue citation : cited) {
            if (++kept < MAX_AUTH_EVENTS) {
                template.value(citation);
            }
        }
        reference(template, invite);
        return template.endArray().endObject().toObject();
    }

    private static void reference(JsonWriter out, Pdu event) {
        if (event.rules().format().references() == ReferenceForm.IDS) {
            out.value(event.eventId().value());
            return;
        }
        String hash = UnpaddedBase64.encode(event.referenceHash());
        out.beginArray().value(event.eventId().value());
        out.beginObject().field("sha256", hash).endObject().endArray();
    }

    private static String opaqueId(Order.SignLeave order) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(order.head().orderId().getBytes(StandardCharsets.UTF_8));
            return UnpaddedBase64.encodeUrlSafe(digest);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
