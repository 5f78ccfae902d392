package io.vestibule.interop.synapse;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A user in the namespace of one of a server's application services, acting with the service's token. Thread-safe.
 *
 * @param server the server
 * @param token the service's token
 * @param id the user's ID
 */
public record AppserviceUser(SynapseServer server, String token, String id) {

    /** Registers a user of that namespace, or takes one that is registered. */
    public static AppserviceUser register(SynapseServer server, String token, String localpart) {
        ObjectNode body = SynapseUser.object()
                .put("type", "m.login.application_service")
                .put("username", localpart)
                .put("inhibit_login", true);
        ClientApi.Answer answer =
                new ClientApi(server.client(), token).exchange("POST", "/_matrix/client/v3/register", body);
        if (answer.status() != 200 && !answer.body().path("errcode").asText().equals("M_USER_IN_USE")) {
            throw new IllegalStateException("register " + localpart + ": " + answer.body());
        }
        return new AppserviceUser(server, token, "@" + localpart + ":" + server.name());
    }

    /** Joins a room, for which the user is invited or which is open to all. */
    public void join(String room) {
        new ClientApi(server.client(), token)
                .post(
                        "/_matrix/client/v3/join/" + ClientApi.segment(room) + "?user_id=" + ClientApi.segment(id),
                        SynapseUser.object());
    }
}
