package io.vestibule.matrix.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.Exchange;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real servers said is read, and written again to the same bytes. */
class RecordedExchangesTest {

    static Stream<Exchange> requests() {
        return Exchange.all().stream()
                .filter(exchange ->
                        !exchange.name().contains("-query-") && !exchange.name().contains("-state"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    @DisplayName("a recorded request is read and written again, target and body byte for byte")
    void a_recorded_request_is_written_again(Exchange exchange) {
        // When
        ApiRequest again = readAndWrite(exchange);
        // Then
        assertThat(again.method()).isEqualTo(exchange.method());
        assertThat(again.target()).isEqualTo(exchange.target());
        assertThat(text(again.body())).isEqualTo(exchange.requestBody());
    }

    @Test
    @DisplayName("a recorded answer to an invite is read and written again byte for byte")
    void a_recorded_answer_to_an_invite_is_written_again() {
        for (Exchange exchange : Exchange.over("PUT-federation-v2-invite", 200)) {
            // When
            JsonObject event = success(InviteV2.read(exchange.response()));
            // Then
            assertThat(text(InviteV2.answer(event.bytes()).body()))
                    .as(exchange.name())
                    .isEqualTo(exchange.responseBody());
        }
        for (Exchange exchange : Exchange.over("PUT-federation-v1-invite", 200)) {
            // When
            JsonObject event = success(InviteV1.read(exchange.response()));
            // Then
            assertThat(text(InviteV1.answer(event.bytes()).body())).isEqualTo(exchange.responseBody());
        }
    }

    @Test
    @DisplayName("a recorded template is read and written again byte for byte")
    void a_recorded_template_is_written_again() {
        List<Exchange> exchanges = new ArrayList<>(Exchange.over("GET-federation-v1-make_join", 200));
        exchanges.addAll(Exchange.over("GET-federation-v1-make_leave", 200));
        assertThat(exchanges).hasSize(24);
        for (Exchange exchange : exchanges) {
            // When
            TemplateOffer offer = success(MakeJoinV1.read(exchange.response()));
            // Then
            assertThat(text(MakeLeaveV1.answer(offer).body()))
                    .as(exchange.name())
                    .isEqualTo(exchange.responseBody());
        }
    }

    @Test
    @DisplayName("a recorded answer to send_join is split and written again byte for byte")
    void a_recorded_answer_to_send_join_is_written_again() throws Exception {
        for (Exchange exchange : Exchange.over("PUT-federation-v2-send_join", 200)) {
            // When
            RoomSnapshot room = split(exchange);
            // Then
            assertThat(text(SendJoinV2.answer(room).body())).as(exchange.name()).isEqualTo(exchange.responseBody());
        }
    }

    @Test
    @DisplayName("a recorded answer of version 1 of send_join is split as well")
    void a_recorded_answer_of_version_1_is_split() throws Exception {
        for (Exchange exchange : Exchange.over("PUT-federation-v1-send_join", 200)) {
            // When
            RoomSnapshot room = split(exchange);
            // Then
            assertThat(room.state())
                    .hasSize(exchange.recording().at("/response/body/1/state").size());
            assertThat(room.authChain())
                    .hasSize(exchange.recording()
                            .at("/response/body/1/auth_chain")
                            .size());
            assertThat(split(SendJoinV1.answer(room)).state()).hasSameSizeAs(room.state());
        }
    }

    @Test
    @DisplayName("a recorded answer to send_leave is a success in both versions")
    void a_recorded_answer_to_send_leave_is_a_success() {
        for (Exchange exchange : Exchange.over("PUT-federation-v2-send_leave", 200)) {
            assertThat(success(SendLeaveV2.read(exchange.response()))).isEqualTo(Done.DONE);
            assertThat(text(SendLeaveV2.answer().body())).isEqualTo(exchange.responseBody());
        }
        for (Exchange exchange : Exchange.over("PUT-federation-v1-send_leave", 200)) {
            assertThat(success(SendLeaveV1.read(exchange.response()))).isEqualTo(Done.DONE);
            assertThat(text(SendLeaveV1.answer().body())).isEqualTo(exchange.responseBody());
        }
    }

    @Test
    @DisplayName("a recorded answer to a transaction says that everything was processed")
    void a_recorded_answer_to_a_transaction_is_read() {
        for (Exchange exchange : Exchange.over("PUT-federation-v1-send", 200)) {
            assertThat(success(SendTransactionV1.read(exchange.response())).failures())
                    .as(exchange.name())
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("a recorded 404 of an endpoint that is not there lets an older version be tried")
    void a_recorded_404_means_an_unknown_endpoint() {
        List<Exchange> refused = Exchange.all().stream()
                .filter(exchange -> exchange.response().status() == 404)
                .toList();
        assertThat(refused).hasSize(9);
        for (Exchange exchange : refused) {
            // When
            Answer<Done> answer = SendLeaveV2.read(exchange.response());
            // Then
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.Failed.class,
                            failed -> assertThat(failed.error().isEndpointUnknown())
                                    .isTrue());
        }
    }

    @Test
    void failures_in_the_answer_to_a_transaction_survive_writing_and_reading() {
        // Given
        var failed = EventId.of("$bad");
        var results = Map.of(failed, Optional.of("no such room"), EventId.of("$ok"), Optional.<String>empty());
        // When
        var response = success(SendTransactionV1.read(SendTransactionV1.answer(results)));
        // Then
        assertThat(response.failures()).containsExactly(Map.entry(failed, "no such room"));
    }

    private static ApiRequest readAndWrite(Exchange exchange) {
        RequestTarget target = exchange.target();
        JsonObject body = exchange.requestBody().isEmpty() ? null : JsonObject.of(exchange.requestBody());
        if (exchange.name().contains("PUT-federation-v2-invite")) {
            return InviteV2.encode(value(InviteV2.decode(path(InviteV2.ENDPOINT, target), body)));
        }
        if (exchange.name().contains("PUT-federation-v1-invite")) {
            return InviteV1.encode(value(InviteV1.decode(path(InviteV1.ENDPOINT, target), body)));
        }
        if (exchange.name().contains("make_join")) {
            return MakeJoinV1.encode(value(MakeJoinV1.decode(path(MakeJoinV1.ENDPOINT, target), target)));
        }
        if (exchange.name().contains("make_leave")) {
            return MakeLeaveV1.encode(value(MakeLeaveV1.decode(path(MakeLeaveV1.ENDPOINT, target))));
        }
        if (exchange.name().contains("v2-send_join")) {
            return SendJoinV2.encode(value(SendJoinV2.decode(path(SendJoinV2.ENDPOINT, target), target, body)));
        }
        if (exchange.name().contains("v1-send_join")) {
            return SendJoinV1.encode(value(SendJoinV1.decode(path(SendJoinV1.ENDPOINT, target), body)));
        }
        if (exchange.name().contains("v2-send_leave")) {
            return SendLeaveV2.encode(value(SendLeaveV2.decode(path(SendLeaveV2.ENDPOINT, target), body)));
        }
        if (exchange.name().contains("v1-send_leave")) {
            return SendLeaveV1.encode(value(SendLeaveV1.decode(path(SendLeaveV1.ENDPOINT, target), body)));
        }
        if (exchange.name().contains("PUT-federation-v1-send-")) {
            return SendTransactionV1.encode(
                    value(SendTransactionV1.decode(path(SendTransactionV1.ENDPOINT, target), body)));
        }
        if (exchange.name().contains("GET-key-v2-server")) {
            path(GetServerKeysV2.ENDPOINT, target);
            return GetServerKeysV2.encode();
        }
        throw new AssertionError("nobody reads " + exchange.name());
    }

    private static RoomSnapshot split(Exchange exchange) throws Exception {
        return split(exchange.response());
    }

    private static RoomSnapshot split(ApiResponse response) throws Exception {
        CollectedRoom room = new CollectedRoom();
        SendJoinEnd end = SendJoinSplitter.split(new ByteArrayInputStream(response.body()), room);
        return room.snapshot((SendJoinEnd.Complete) end);
    }

    private static PathParameters path(Endpoint endpoint, RequestTarget target) {
        return endpoint.match(target).orElseThrow();
    }

    private static <T> T value(Decoded<T> decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Ok.class);
        return ((Decoded.Ok<T>) decoded).value();
    }

    private static <T> T success(Answer<T> answer) {
        assertThat(answer).isInstanceOf(Answer.Success.class);
        return ((Answer.Success<T>) answer).value();
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
