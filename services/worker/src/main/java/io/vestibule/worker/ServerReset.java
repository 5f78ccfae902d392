package io.vestibule.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.kit.health.Health;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.worker.invite.AuthMemory;
import io.vestibule.worker.walk.ServerHealth;
import java.net.URLDecoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what this worker remembers of other servers, and forgets it of one when an operator says so. Thread-safe. */
record ServerReset(ServerHealth health, AuthMemory memory) {

    private static final Logger log = LoggerFactory.getLogger(ServerReset.class);

    void offerTo(Health process) {
        process.tell(ServerHealth.NAME, health::json);
        process.offer(ServerHealth.NAME + "/reset", this::reset);
    }

    private byte[] reset(String name, String operator) {
        String decoded = URLDecoder.decode(name, UTF_8);
        ServerName server = ServerName.parse(decoded)
                .orElseThrow(() -> new IllegalArgumentException("\"" + decoded + "\" is not a server name"));
        boolean silence = health.forget(server);
        boolean endpoint = memory.forget(server);
        log.atInfo()
                .addKeyValue("server", server)
                .addKeyValue("operator", operator)
                .addKeyValue("silence", silence)
                .log("what was remembered of a server is forgotten");
        return new JsonWriter()
                .beginObject()
                .field("server", server.value())
                .field("silence_forgotten", silence)
                .field("endpoint_forgotten", endpoint)
                .endObject()
                .toBytes();
    }
}
