package io.vestibule.fuzz;

import static io.vestibule.fuzz.BrokenPropertyException.unless;

import io.vestibule.matrix.api.Answer;
import io.vestibule.matrix.api.ApiResponse;
import io.vestibule.matrix.api.GetServerKeysV2;
import io.vestibule.matrix.api.QueryKeysV2;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.key.KeyAnswer;
import io.vestibule.matrix.key.ServerKeys;
import java.util.List;
import java.util.Map;

/**
 * Keys are only taken from an answer that is JSON by a second reading, is about the server that was asked, and lists each key
 * with a signature of that server. The corpus holds real answers, whose signatures survive what does not matter.
 */
final class KeysTarget {

    private static final ServerName ASKED = ServerName.of("domain");
    private static final JsonSignatures SIGNATURES = new JsonSignatures(Ed25519.portable());

    private KeysTarget() {}

    static void run(byte[] input) {
        ApiResponse response = new ApiResponse(200, input);
        if (GetServerKeysV2.read(response) instanceof Answer.Success<JsonObject> success) {
            verify(success.value(), input);
        }
        if (QueryKeysV2.read(response) instanceof Answer.Success<List<JsonObject>> success) {
            success.value().forEach(object -> verify(object, object.canonical()));
        }
    }

    private static void verify(JsonObject answer, byte[] document) {
        if (ServerKeys.verify(answer, ASKED, 1, SIGNATURES) instanceof KeyAnswer.Verified verified) {
            Map<?, ?> tree = JacksonReading.object(document)
                    .orElseThrow(() -> new BrokenPropertyException("keys of an answer that Jackson refuses"));
            unless(ASKED.value().equals(tree.get("server_name")), "keys of another server");
            unless(
                    tree.get("signatures") instanceof Map<?, ?> signers
                            && signers.get(ASKED.value()) instanceof Map<?, ?> signatures
                            && verified.keys().verifyKeys().keySet().stream()
                                    .anyMatch(key -> signatures.containsKey(key.value())),
                    "keys that nobody has signed");
            unless(
                    tree.get("verify_keys") instanceof Map<?, ?> listed
                            && verified.keys().verifyKeys().keySet().stream()
                                    .allMatch(key -> listed.containsKey(key.value())),
                    "keys that are not listed");
        }
    }
}
