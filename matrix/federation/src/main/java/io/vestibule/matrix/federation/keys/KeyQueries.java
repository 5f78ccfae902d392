package io.vestibule.matrix.federation.keys;

import io.vestibule.matrix.api.Answer;
import io.vestibule.matrix.api.ApiRequest;
import io.vestibule.matrix.api.ApiResponse;
import io.vestibule.matrix.api.GetServerKeysV2;
import io.vestibule.matrix.api.QueryKeysV2;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.client.CallLimits;
import io.vestibule.matrix.federation.client.FederationClient;
import io.vestibule.matrix.federation.client.FederationRequest;
import io.vestibule.matrix.federation.client.FederationResponse;
import io.vestibule.matrix.federation.client.FederationResult;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.key.KeyAnswer;
import io.vestibule.matrix.key.KeyFetch;
import io.vestibule.matrix.key.KeyRequest;
import io.vestibule.matrix.key.Notary;
import io.vestibule.matrix.key.ServerKeys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The questions of the key API (Server-Server API, "Retrieving server keys"). None of them is signed. Thread-safe.
 */
public final class KeyQueries {

    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final long MOST_BYTES_OF_ONE = 256L * 1024;
    private static final long MOST_BYTES_OF_MANY = 16L * 1024 * 1024;

    private final FederationClient client;
    private final JsonSignatures signatures;
    private final InstantSource clock;

    /**
     * @param client carries the questions
     * @param signatures checks the answers
     * @param clock tells when they came
     */
    public KeyQueries(FederationClient client, JsonSignatures signatures, InstantSource clock) {
        this.client = client;
        this.signatures = signatures;
        this.clock = clock;
    }

    /**
     * Asks a server for its own keys: {@code GET /_matrix/key/v2/server}.
     *
     * @param server whose keys
     * @param deadline when to give up
     * @return its verified answer, or why there is none
     * @throws InterruptedException if the calling thread is interrupted
     */
    public KeyFetch askServer(ServerName server, Deadline deadline) throws InterruptedException {
        CallLimits limits = new CallLimits(deadline, SILENCE, MOST_BYTES_OF_ONE);
        return ask(server, GetServerKeysV2.encode(), limits, response -> switch (GetServerKeysV2.read(response)) {
            case Answer.Success<JsonObject> success ->
                switch (ServerKeys.verify(success.value(), server, clock.millis(), signatures)) {
                    case KeyAnswer.Verified verified -> new KeyFetch.Fetched(List.of(verified.keys()));
                    case KeyAnswer.Refused refused -> failed(server, refused.reason());
                };
            case Answer.Failed<JsonObject> failed -> failed(server, "HTTP status " + response.status());
            case Answer.Malformed<JsonObject> malformed -> failed(server, malformed.why());
        });
    }

    /**
     * Asks a notary for the keys of any number of servers: {@code POST /_matrix/key/v2/query}. What it says about servers
     * that were not asked for, or without its own signature and theirs, is left out.
     *
     * @param notary whom to ask
     * @param wanted what is wanted
     * @param deadline when to give up
     * @return the verified answers, or why there is not one
     * @throws InterruptedException if the calling thread is interrupted
     */
    public KeyFetch askNotary(Notary notary, Collection<KeyRequest> wanted, Deadline deadline)
            throws InterruptedException {
        Map<ServerName, Map<KeyId, OptionalLong>> servers = new HashMap<>();
        for (KeyRequest request : wanted) {
            Map<KeyId, OptionalLong> keys = servers.computeIfAbsent(request.server(), server -> new HashMap<>());
            request.keyIds().forEach(key -> keys.merge(key, minimum(request), KeyQueries::later));
        }
        long mostBytes = Math.min(MOST_BYTES_OF_MANY, MOST_BYTES_OF_ONE * servers.size());
        ApiRequest query = QueryKeysV2.encode(new QueryKeysV2.Request(servers));
        CallLimits limits = new CallLimits(deadline, SILENCE, mostBytes);
        return ask(notary.name(), query, limits, response -> switch (QueryKeysV2.read(response)) {
            case Answer.Success<List<JsonObject>> success -> verified(notary, success.value(), servers);
            case Answer.Failed<List<JsonObject>> failed -> failed(notary.name(), "HTTP status " + response.status());
            case Answer.Malformed<List<JsonObject>> malformed -> failed(notary.name(), malformed.why());
        });
    }

    private KeyFetch verified(Notary notary, List<JsonObject> objects, Map<ServerName, ?> asked) {
        List<ServerKeys> answers = new ArrayList<>();
        String reason = "it has no keys of these servers";
        for (JsonObject object : objects) {
            switch (notary.verify(object, asked.keySet(), clock.millis(), signatures)) {
                case KeyAnswer.Verified verified -> answers.add(verified.keys());
                case KeyAnswer.Refused refused -> reason = refused.reason();
            }
        }
        return answers.isEmpty() ? failed(notary.name(), reason) : new KeyFetch.Fetched(answers);
    }

    private KeyFetch ask(ServerName whom, ApiRequest request, CallLimits limits, Function<ApiResponse, KeyFetch> read)
            throws InterruptedException {
        return switch (client.call(whom, FederationRequest.of(request).unsigned(), limits)) {
            case FederationResult.Answered<FederationResponse> answered ->
                read.apply(new ApiResponse(
                        answered.response().status(), answered.response().body()));
            case FederationResult.Failed<FederationResponse> failed ->
                failed(whom, failed.failure().describe());
        };
    }

    private static KeyFetch failed(ServerName whom, String reason) {
        return new KeyFetch.Failed("no keys from " + whom + ": " + reason);
    }

    private static OptionalLong minimum(KeyRequest request) {
        long ts = request.minimumValidUntilTs();
        return ts < 0 ? OptionalLong.empty() : OptionalLong.of(ts);
    }

    private static OptionalLong later(OptionalLong one, OptionalLong other) {
        return one.orElse(-1) >= other.orElse(-1) ? one : other;
    }
}
