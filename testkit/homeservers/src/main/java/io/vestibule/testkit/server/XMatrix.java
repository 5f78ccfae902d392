package io.vestibule.testkit.server;

import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.testkit.room.Identity;
import io.vestibule.testkit.wire.Signatures;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Request authentication (specification, Server-Server API, "Request Authentication"), both ways. */
final class XMatrix {

    private XMatrix() {}

    static String header(
            Identity from, ServerName destination, String method, String target, @Nullable JsonObject body) {
        JsonObject signed = signed(method, target, from.server().value(), destination.value(), body);
        return "X-Matrix origin=\"%s\",destination=\"%s\",key=\"%s\",sig=\"%s\""
                .formatted(
                        from.server(), destination, from.key().id(), from.key().signatureOf(signed));
    }

    /**
     * Checks a request that was received.
     *
     * @return what is wrong with it, or empty
     */
    static Optional<String> check(
            RecordedRequest request, String method, @Nullable JsonObject body, FederationWorld world) {
        String header = request.authorization();
        if (!header.startsWith("X-Matrix ")) {
            return Optional.of("no X-Matrix authorization");
        }
        String destination = parameter(header, "destination");
        if (!destination.isEmpty() && !destination.equals(request.server().value())) {
            return Optional.of("the request is meant for " + destination);
        }
        Optional<ServerName> origin = origin(request);
        if (origin.isEmpty()) {
            return Optional.of("no origin in " + header);
        }
        Optional<String> key = world.publicKey(origin.get(), parameter(header, "key"));
        if (key.isEmpty()) {
            return Optional.of("no key " + parameter(header, "key") + " of " + origin.get());
        }
        JsonObject signed = signed(
                method, request.target(), origin.get().value(), request.server().value(), body);
        boolean good = Signatures.verify(signed, parameter(header, "sig"), key.get());
        return good ? Optional.empty() : Optional.of("the signature does not fit the request");
    }

    static Optional<ServerName> origin(RecordedRequest request) {
        return ServerName.parse(parameter(request.authorization(), "origin"));
    }

    private static JsonObject signed(
            String method, String target, String origin, String destination, @Nullable JsonObject body) {
        JsonObject signed = new JsonObject()
                .put("method", method)
                .put("uri", target)
                .put("origin", origin)
                .put("destination", destination);
        return body == null ? signed : signed.put("content", body);
    }

    private static String parameter(String header, String name) {
        Matcher matcher = Pattern.compile("[ ,]" + name + "=\"?([^\",]*)\"?").matcher(header);
        return matcher.find() ? matcher.group(1) : "";
    }
}
