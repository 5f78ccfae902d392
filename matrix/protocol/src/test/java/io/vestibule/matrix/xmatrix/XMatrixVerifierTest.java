package io.vestibule.matrix.xmatrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.matrix.Exchange;
import io.vestibule.matrix.Golden;
import io.vestibule.matrix.api.MatrixErrorCode;
import io.vestibule.matrix.api.RequestTarget;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.UnpaddedBase64;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.key.CachingKeyRing;
import io.vestibule.matrix.key.FixtureServers;
import io.vestibule.matrix.key.KeyFetch;
import io.vestibule.matrix.key.KeyLookup;
import io.vestibule.matrix.key.KeyRequest;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.key.KeyRingLimits;
import io.vestibule.matrix.key.ServerKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class XMatrixVerifierTest {

    private static final Ed25519 ED25519 = Ed25519.portable();
    private static final ServerName A = ServerName.of("a.example");
    private static final ServerName B = ServerName.of("b.example");
    private static final ServerName ALIAS = ServerName.of("alias.example");
    private static final SigningKey ONE = key("ed25519:one", 1);
    private static final SigningKey TWO = key("ed25519:two", 2);
    private static final XMatrixMessage MESSAGE =
            XMatrixMessage.of("PUT", new RequestTarget("/_matrix/x/%21r?a=b"), JsonObject.of("{\"b\":1,\"a\":[2]}"));
    private static final long NOW = 1_800_000_000_000L;

    @Test
    void every_recorded_request_is_authenticated_with_the_keys_that_its_sender_published() {
        // Given
        List<Exchange> exchanges = Exchange.all();
        assertThat(exchanges).hasSizeGreaterThan(180);
        for (Exchange exchange : exchanges) {
            // When
            XMatrixVerdict verdict = verify(exchange, recorded(exchange));
            // Then
            assertThat(verdict).as(exchange.name()).isEqualTo(new XMatrixVerdict.Authenticated(exchange.from()));
        }
    }

    @Test
    void every_recorded_request_is_signed_again_to_the_same_signature() {
        for (Exchange exchange : Exchange.all()) {
            // Given
            FixtureServers sender = Arrays.stream(FixtureServers.values())
                    .filter(server -> server.server().equals(exchange.from()))
                    .findFirst()
                    .orElseThrow();
            XMatrixSigner signer =
                    new XMatrixSigner(exchange.from(), sender.signingKeys().signingKey(), ED25519);
            // When
            XMatrixCredentials credentials = signer.sign(recorded(exchange), exchange.to());
            // Then
            assertThat(XMatrixHeaders.read(exchange.authorization()))
                    .as(exchange.name())
                    .isEqualTo(new XMatrixHeaders.Claims(List.of(credentials)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xmatrix_get", "xmatrix_put"})
    void the_vectors_are_reproduced(String vector) {
        // Given
        JsonNode vectors = Golden.json("vectors/matrix.json");
        JsonNode expected = vectors.get(vector);
        JsonObject object = JsonObject.of(expected.get("signed_object").asText());
        SigningKey key = SigningKey.of(
                KeyId.of("ed25519:1"),
                UnpaddedBase64.decode(vectors.get("seed_b64").asText()).orElseThrow());
        XMatrixMessage message = XMatrixMessage.of(
                object.string("method").orElseThrow(),
                new RequestTarget(object.string("uri").orElseThrow()),
                object.object("content").orElse(null));
        // When
        XMatrixCredentials credentials =
                new XMatrixSigner(ServerName.of("domain"), key, ED25519).sign(message, ServerName.of("remote"));
        // Then
        assertThat(new String(message.bytes(ServerName.of("domain"), ServerName.of("remote")), StandardCharsets.UTF_8))
                .isEqualTo(expected.get("signed_object").asText());
        assertThat(credentials.signature()).isEqualTo(expected.get("sig").asText());
    }

    @Test
    void a_target_that_a_proxy_has_normalised_no_longer_verifies() {
        // Given
        Exchange exchange = Exchange.over("PUT-federation-v2-invite", 200).getFirst();
        RequestTarget decoded = new RequestTarget(
                exchange.recording().at("/request/uri_decoded").asText());
        XMatrixMessage message = XMatrixMessage.of(exchange.method(), decoded, JsonObject.of(exchange.requestBody()));
        // When
        XMatrixVerdict verdict = verify(exchange, message);
        // Then
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        XMatrixVerdict.Refused.class,
                        refused -> assertThat(refused.failure()).isInstanceOf(XMatrixFailure.WrongSignature.class));
    }

    @Test
    void a_header_without_a_destination_is_taken_to_mean_our_first_name() {
        // Given
        XMatrixCredentials claim = new XMatrixSigner(A, ONE, ED25519).sign(MESSAGE, B);
        XMatrixCredentials silent = new XMatrixCredentials(claim.origin(), null, claim.key(), claim.signature());
        // When
        XMatrixVerdict verdict = verify(found(ONE), silent.toHeader());
        // Then
        assertThat(verdict).isEqualTo(new XMatrixVerdict.Authenticated(A));
    }

    @Test
    void a_request_for_another_name_of_ours_is_authenticated() {
        // When
        XMatrixVerdict verdict = verify(found(ONE), header(A, ONE, ALIAS));
        // Then
        assertThat(verdict).isEqualTo(new XMatrixVerdict.Authenticated(A));
    }

    @Test
    void several_headers_of_one_origin_are_authenticated_together() {
        // When
        XMatrixVerdict verdict = verify(found(ONE, TWO), header(A, ONE, B), header(A, TWO, B), "Bearer x");
        // Then
        assertThat(verdict).isEqualTo(new XMatrixVerdict.Authenticated(A));
    }

    @Test
    void a_signature_by_a_key_that_is_not_known_is_skipped_beside_a_right_one() {
        // When
        XMatrixVerdict verdict = verify(found(ONE), header(A, TWO, B), header(A, ONE, B));
        // Then
        assertThat(verdict).isEqualTo(new XMatrixVerdict.Authenticated(A));
    }

    static Stream<Arguments> refusals() {
        String good = header(A, ONE, B);
        Function<KeyRequest, KeyLookup> known = found(ONE, TWO);
        return Stream.of(
                arguments(known, List.of(), 401, "missing"),
                arguments(known, List.of("Bearer x"), 401, "missing"),
                arguments(known, List.of("X-Matrix origin"), 400, "malformed"),
                arguments(known, List.of(header(A, ONE, ServerName.of("c.example"))), 401, "wrong_destination"),
                arguments(known, List.of(good, header(A, TWO, A)), 401, "wrong_destination"),
                arguments(known, List.of(good, header(B, TWO, B)), 401, "mixed_origins"),
                arguments(known, List.of(good.replace("sig=\"", "sig=\"AAAA")), 401, "wrong_signature"),
                arguments(known, List.of(good.replaceAll("sig=\".*\"", "sig=\"no base64\"")), 401, "wrong_signature"),
                arguments(known, List.of(good.replaceAll("sig=\".*\"", "sig=\"\"")), 401, "wrong_signature"),
                arguments(known, List.of(good.replace("one", "two")), 401, "wrong_signature"),
                arguments(known, List.of(good, header(A, key("ed25519:two", 9), B)), 401, "wrong_signature"),
                arguments(known, List.of(good.replace("ed25519:one", "rsa:one")), 401, "key_not_valid"),
                arguments(answering(new KeyLookup.NotValid(A)), List.of(good), 401, "key_not_valid"),
                arguments(answering(new KeyLookup.Unavailable(A, "down")), List.of(good), 401, "keys_unavailable"));
    }

    @ParameterizedTest(name = "{1} is refused: {3}")
    @MethodSource("refusals")
    void a_request_that_cannot_be_authenticated_is_refused(
            Function<KeyRequest, KeyLookup> keys, List<String> headers, int status, String label) {
        // When
        XMatrixVerdict verdict = verify(keys, headers.toArray(String[]::new));
        // Then
        assertThat(verdict).isInstanceOfSatisfying(XMatrixVerdict.Refused.class, refused -> {
            assertThat(refused.failure().label()).isEqualTo(label);
            assertThat(refused.failure().toError().status()).isEqualTo(status);
            assertThat(refused.failure().toError().errcode()).isEqualTo(MatrixErrorCode.UNAUTHORIZED);
        });
    }

    @Test
    void another_body_method_or_target_does_not_verify() {
        // Given
        XMatrixVerifier verifier = new XMatrixVerifier(List.of(B), ring(found(ONE)), ED25519);
        List<String> headers = List.of(header(A, ONE, B));
        List<XMatrixMessage> others = List.of(
                XMatrixMessage.of(
                        "POST", new RequestTarget("/_matrix/x/%21r?a=b"), JsonObject.of("{\"b\":1,\"a\":[2]}")),
                XMatrixMessage.of("PUT", new RequestTarget("/_matrix/x/%21r"), JsonObject.of("{\"b\":1,\"a\":[2]}")),
                XMatrixMessage.of(
                        "PUT", new RequestTarget("/_matrix/x/%21r?a=b"), JsonObject.of("{\"b\":2,\"a\":[2]}")),
                XMatrixMessage.of("PUT", new RequestTarget("/_matrix/x/%21r?a=b"), null));
        for (XMatrixMessage other : others) {
            // When
            XMatrixVerdict verdict = verifier.verify(other, headers, NOW);
            // Then
            assertThat(verdict).isInstanceOf(XMatrixVerdict.Refused.class);
        }
        assertThat(verifier.verify(MESSAGE, headers, NOW)).isInstanceOf(XMatrixVerdict.Authenticated.class);
    }

    @Test
    void the_body_is_signed_in_canonical_form_however_it_is_written() {
        // When
        XMatrixMessage spaced = XMatrixMessage.of(
                "PUT",
                new RequestTarget("/_matrix/x/%21r?a=b"),
                JsonObject.of(" { \"a\" : [ 2 ] , \"\\u0062\" : 1 } "));
        // Then
        assertThat(spaced.bytes(A, B)).isEqualTo(MESSAGE.bytes(A, B));
    }

    private static XMatrixVerdict verify(Exchange exchange, XMatrixMessage message) {
        CachingKeyRing ring = new CachingKeyRing(
                request -> new KeyFetch.Fetched(Arrays.stream(FixtureServers.values())
                        .filter(server -> server.server().equals(request.server()))
                        .map(server -> server.keys(exchange.timeMs()))
                        .toList()),
                () -> Instant.ofEpochMilli(exchange.timeMs()),
                KeyRingLimits.DEFAULT,
                Runnable::run);
        return new XMatrixVerifier(List.of(exchange.to()), ring, ED25519)
                .verify(message, exchange.authorization(), exchange.timeMs());
    }

    private static XMatrixMessage recorded(Exchange exchange) {
        return XMatrixMessage.of(
                exchange.method(),
                exchange.target(),
                exchange.requestBody().isEmpty() ? null : JsonObject.of(exchange.requestBody()));
    }

    private static XMatrixVerdict verify(Function<KeyRequest, KeyLookup> keys, String... headers) {
        return new XMatrixVerifier(List.of(B, ALIAS), ring(keys), ED25519).verify(MESSAGE, List.of(headers), NOW);
    }

    private static String header(ServerName origin, SigningKey key, ServerName destination) {
        return new XMatrixSigner(origin, key, ED25519)
                .sign(MESSAGE, destination)
                .toHeader();
    }

    private static Function<KeyRequest, KeyLookup> found(SigningKey... keys) {
        return answering(new KeyLookup.Found(
                Arrays.stream(keys).collect(Collectors.toMap(SigningKey::id, SigningKey::verifyKey))));
    }

    private static Function<KeyRequest, KeyLookup> answering(KeyLookup answer) {
        return request -> answer;
    }

    private static KeyRing ring(Function<KeyRequest, KeyLookup> keys) {
        return new KeyRing() {
            @Override
            public KeyLookup lookup(KeyRequest request) {
                return keys.apply(request);
            }

            @Override
            public void learn(ServerKeys learnt) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private static SigningKey key(String id, int seed) {
        byte[] bytes = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(bytes, (byte) seed);
        return SigningKey.of(KeyId.of(id), bytes);
    }
}
