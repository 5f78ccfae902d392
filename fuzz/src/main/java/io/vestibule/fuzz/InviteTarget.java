package io.vestibule.fuzz;

import static io.vestibule.fuzz.BrokenPropertyException.unless;

import io.vestibule.matrix.api.Body;
import io.vestibule.matrix.api.Decoded;
import io.vestibule.matrix.api.Endpoint;
import io.vestibule.matrix.api.InviteV1;
import io.vestibule.matrix.api.InviteV2;
import io.vestibule.matrix.api.InviteWithAuth;
import io.vestibule.matrix.api.PathParameters;
import io.vestibule.matrix.api.RequestTarget;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import java.util.HashSet;
import java.util.List;

/** A body that is taken for an invite is JSON by a second reading, and its lists keep their bounds. */
final class InviteTarget {

    private static final int DEPTH = 128;
    private static final PathParameters V1 = path(InviteV1.ENDPOINT, "v1/invite/!r:domain/$e:domain");
    private static final PathParameters V2 = path(InviteV2.ENDPOINT, "v2/invite/!r:domain/$e:domain");
    private static final PathParameters WITH_AUTH =
            path(InviteWithAuth.ENDPOINTS.getFirst(), "unstable/org.matrix.msc4329/invite/!r:domain");

    private InviteTarget() {}

    static void run(byte[] input) {
        if (Body.parse(input, DEPTH, () -> {}) instanceof Decoded.Ok<JsonObject> body) {
            unless(JacksonReading.object(input).isPresent(), "a body that Jackson refuses");
            if (InviteV1.decode(V1, body.value()) instanceof Decoded.Ok<InviteV1.Request> ok) {
                entries(ok.value().inviteRoomState());
            }
            if (InviteV2.decode(V2, body.value()) instanceof Decoded.Ok<InviteV2.Request> ok) {
                entries(ok.value().inviteRoomState());
                servers(ok.value().via());
            }
            if (InviteWithAuth.decode(WITH_AUTH, body.value()) instanceof Decoded.Ok<InviteWithAuth.Request> ok) {
                entries(ok.value().inviteRoomState());
                servers(ok.value().via());
            }
        }
    }

    private static void entries(List<JsonObject> state) {
        unless(state.size() <= InviteV2.MOST_STATE_READ, "too many entries");
    }

    private static void servers(List<ServerName> via) {
        unless(via.size() <= 500 && new HashSet<>(via).size() == via.size(), "too many servers, or one twice");
        via.forEach(server -> unless(NameTarget.isServerName(server.value()), "via holds what is no server name"));
    }

    private static PathParameters path(Endpoint endpoint, String path) {
        return endpoint.match(new RequestTarget("/_matrix/federation/" + path)).orElseThrow();
    }
}
