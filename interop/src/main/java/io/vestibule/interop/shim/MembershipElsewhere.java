package io.vestibule.interop.shim;

import io.vestibule.interop.shim.HomeserverFeeds.LocalMembership;
import io.vestibule.matrix.event.MembershipTemplate;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.event.PduReading;
import io.vestibule.matrix.event.TemplateReading;
import io.vestibule.matrix.federation.client.FederationRequest;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Joins, leaves and knocks of the homeserver's own making. Thread-safe. */
final class MembershipElsewhere {

    private static final JsonObject NO_MORE_CONTENT = JsonObject.of("{}".getBytes(StandardCharsets.UTF_8));

    private final SignedCalls calls;
    private final SigningIdentity self;

    MembershipElsewhere(SignedCalls calls, SigningIdentity self) {
        this.calls = calls;
        this.self = self;
    }

    /** Brings the membership about through that server. */
    LocalMembership change(String room, String user, String membership, ServerName through) {
        String path = SignedCalls.segment(room) + "/" + SignedCalls.segment(user);
        String versions = membership.equals("leave") ? "" : "?ver=1&ver=6&ver=9&ver=10&ver=11&ver=12";
        JsonObject offer = calls.ok(
                through, FederationRequest.get("/_matrix/federation/v1/make_" + membership + "/" + path + versions));
        RoomVersionRules rules = rules(offer);
        JsonObject template = offer.object("event").orElseThrow();
        var wanted = new MembershipTemplate.Wanted(RoomId.of(room), UserId.of(user), membership);
        Pdu event = complete(MembershipTemplate.read(template, wanted, rules));
        String endpoint = membership.equals("knock") ? "/_matrix/federation/v1/send_" : "/_matrix/federation/v2/send_";
        String target = endpoint + membership + "/" + SignedCalls.segment(room) + "/"
                + SignedCalls.segment(event.eventId().value());
        calls.ok(through, FederationRequest.put(target, event.bytes()));
        return new LocalMembership(
                room,
                user,
                membership,
                event.eventId().value(),
                event.authEvents().stream().map(Object::toString).toList(),
                event.prevEvents().stream().map(Object::toString).toList());
    }

    private Pdu complete(TemplateReading reading) {
        if (!(reading instanceof MembershipTemplate template)) {
            throw new IllegalStateException("not a template to sign: " + reading);
        }
        PduReading event = template.complete(
                self.events(),
                new MembershipTemplate.Completion(
                        System.currentTimeMillis(), UUID.randomUUID().toString(), NO_MORE_CONTENT));
        return event.orThrow();
    }

    private static RoomVersionRules rules(JsonObject offer) {
        String version = offer.string("room_version").orElse("1");
        return RoomVersions.find(RoomVersionId.of(version)).orElseThrow();
    }
}
