package io.vestibule.fuzz;

import static io.vestibule.fuzz.BrokenPropertyException.unless;

import io.vestibule.matrix.api.Answer;
import io.vestibule.matrix.api.ApiResponse;
import io.vestibule.matrix.api.MakeJoinV1;
import io.vestibule.matrix.api.MakeLeaveV1;
import io.vestibule.matrix.api.TemplateOffer;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.event.MembershipTemplate;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Whatever a server answers to make_join or make_leave, what gets our signature is our user's own membership of the room that was
 * asked for, with nothing of the server's but where it stands in the room. The first byte chooses room version and membership.
 */
final class TemplateTarget {

    private static final List<RoomVersionRules> VERSIONS = RoomVersions.all();
    private static final RoomId ROOM = RoomId.of("!r:domain");
    private static final UserId USER = UserId.of("@u:us.example");
    private static final EventSigner SIGNER = new EventSigner(
            Ed25519.portable(), ServerName.of("us.example"), SigningKey.generate(KeyId.of("ed25519:1"), new Random(1)));
    private static final MembershipTemplate.Completion COMPLETION =
            new MembershipTemplate.Completion(1_000_000, "opaque", JsonObject.of("{\"displayname\":\"Us\"}"));
    private static final Set<String> OURS = Set.of(
            "type",
            "room_id",
            "sender",
            "state_key",
            "origin_server_ts",
            "origin",
            "event_id",
            "content",
            "hashes",
            "signatures",
            "auth_events",
            "prev_events",
            "depth");
    private static final Set<String> CONTENT = Set.of("membership", "displayname", "join_authorised_via_users_server");

    private TemplateTarget() {}

    static void run(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int choice = Byte.toUnsignedInt(input[0]);
        RoomVersionRules rules = VERSIONS.get(choice / 2 % VERSIONS.size());
        String membership = choice % 2 == 0 ? "join" : "leave";
        ApiResponse response = new ApiResponse(200, Arrays.copyOfRange(input, 1, input.length));
        Answer<TemplateOffer> answer =
                membership.equals("join") ? MakeJoinV1.read(response) : MakeLeaveV1.read(response);
        if (answer instanceof Answer.Success<TemplateOffer> success
                && MembershipTemplate.read(
                                success.value().event(), new MembershipTemplate.Wanted(ROOM, USER, membership), rules)
                        instanceof MembershipTemplate template
                && template.complete(SIGNER, COMPLETION) instanceof Pdu event) {
            signed(event, membership);
        }
    }

    private static void signed(Pdu event, String membership) {
        Map<?, ?> tree = JacksonReading.object(event.bytes())
                .orElseThrow(() -> new BrokenPropertyException("signed what Jackson refuses"));
        unless(OURS.containsAll(tree.keySet()), "signed foreign fields: " + tree.keySet());
        unless(
                tree.get("content") instanceof Map<?, ?> content
                        && CONTENT.containsAll(content.keySet())
                        && membership.equals(content.get("membership"))
                        && "Us".equals(content.get("displayname")),
                "signed foreign content");
        unless(event.isMembership(membership), "signed another membership");
        unless(event.sender().equals(USER) && event.stateKey().orElse("").equals(USER.value()), "signed for another");
        unless(event.roomId().equals(ROOM), "signed for another room");
        unless(event.originServerTs() == 1_000_000, "signed another time");
    }
}
