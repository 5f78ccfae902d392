package io.vestibule.topology.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.appservice.ClientEvent;
import io.vestibule.matrix.appservice.Namespace;
import io.vestibule.matrix.appservice.Namespaces;
import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.model.Delivery;
import io.vestibule.model.Invitation;
import io.vestibule.schemas.AppserviceEvent;
import io.vestibule.schemas.AppserviceNamespace;
import io.vestibule.schemas.AppserviceNamespaces;
import io.vestibule.schemas.Membership;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What application services claim and hear. */
public final class AppserviceCodec {

    private AppserviceCodec() {}

    /** @throws IllegalArgumentException if the ID is none, or an expression is not of RE2; the message names it */
    public static Namespaces read(AppserviceNamespaces claimed) {
        return new Namespaces(
                AppserviceId.of(claimed.getAppserviceId()),
                claimed.getSenderLocalpart(),
                Values.each(claimed.getUsers(), AppserviceCodec::namespace),
                Values.each(claimed.getRooms(), AppserviceCodec::namespace),
                Values.each(claimed.getAliases(), AppserviceCodec::namespace));
    }

    private static Namespace namespace(AppserviceNamespace claimed) {
        return Namespace.of(claimed.getRegex(), claimed.getExclusive());
    }

    /** @return a record for each service that is to hear of it; they differ in their addressee alone */
    public static List<AppserviceEvent> write(RoomId room, Delivery delivery) {
        JsonObject pdu = JsonObject.of(delivery.event().json());
        byte[] event = ClientEvent.of(
                pdu, delivery.event().id(), room, Values.millis(delivery.at()), shown(delivery.invite()));
        AppserviceEvent.Builder written = AppserviceEvent.newBuilder()
                .setRoomId(room.value())
                .setUserId(delivery.user().value())
                .setEventId(delivery.event().id().value())
                .setMembership(membership(pdu))
                .setDecidedAt(Values.millis(delivery.at()))
                .setEventJson(new String(event, UTF_8));
        return Values.each(
                delivery.appservices(),
                to -> AppserviceEvent.newBuilder(written)
                        .setAppserviceId(to.value())
                        .build());
    }

    private static @Nullable List<JsonObject> shown(@Nullable Invitation invite) {
        return invite == null ? null : Values.each(invite.stripped().state(), JsonObject::of);
    }

    private static Membership membership(JsonObject pdu) {
        String said = pdu.object("content")
                .flatMap(content -> content.string("membership"))
                .orElse("");
        return Arrays.stream(Membership.values())
                .filter(membership -> membership.name().equalsIgnoreCase(said))
                .findFirst()
                .orElse(Membership.UNKNOWN);
    }
}
