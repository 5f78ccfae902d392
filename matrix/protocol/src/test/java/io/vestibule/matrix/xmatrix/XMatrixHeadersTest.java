package io.vestibule.matrix.xmatrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vestibule.matrix.Exchange;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class XMatrixHeadersTest {

    private static final XMatrixCredentials CREDENTIALS = new XMatrixCredentials(
            ServerName.of("a.example:8448"), ServerName.of("b.example"), KeyId.of("ed25519:k"), "c2ln");

    @Property
    void what_is_written_is_read_back(
            @ForAll @AlphaChars @NumericChars @StringLength(min = 1, max = 60) String host,
            @ForAll boolean destination,
            @ForAll @CharRange(from = ' ', to = '~') @StringLength(min = 1, max = 60) String version,
            @ForAll @CharRange(from = ' ', to = '~') @StringLength(max = 90) String signature) {
        // Given
        XMatrixCredentials credentials = new XMatrixCredentials(
                ServerName.of(host),
                destination ? ServerName.of("[::1]:8448") : null,
                KeyId.of("ed25519:" + version),
                signature);
        // When
        XMatrixHeaders read = XMatrixHeaders.read(List.of(credentials.toHeader()));
        // Then
        assertThat(read).isEqualTo(new XMatrixHeaders.Claims(List.of(credentials)));
    }

    @Test
    void a_header_is_written_as_the_specification_asks_of_senders() {
        // When
        String header = CREDENTIALS.toHeader();
        // Then
        assertThat(header)
                .isEqualTo(
                        "X-Matrix origin=\"a.example:8448\",destination=\"b.example\",key=\"ed25519:k\",sig=\"c2ln\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Matrix origin=\"a.example:8448\",destination=\"b.example\",key=\"ed25519:k\",sig=\"c2ln\"",
                "x-matrix   origin=a.example:8448,destination=b.example,key=ed25519:k,sig=c2ln",
                "X-MATRIX SIG=\"c2ln\" ,\t Key=\"ed25519:k\", DESTINATION=\"b.example\",Origin=\"a.example:8448\"",
                "X-Matrix origin=\"a.\\example:8448\",destination=\"b.example\",key=\"\\ed25519:k\",sig=\"c2\\ln\"",
                "X-Matrix ,, origin=\"a.example:8448\",,destination=\"b.example\" , ,key=\"ed25519:k\",sig=\"c2ln\",",
                "X-Matrix origin = \"a.example:8448\", destination\t=\tb.example,key=\"ed25519:k\",sig=\"c2ln\"",
                "X-Matrix future=\"x, y=\\\"z\",origin=\"a.example:8448\",destination=\"b.example\",key=\"ed25519:k\","
                        + "sig=\"c2ln\",signature=\"ignored\"",
                "  X-Matrix origin=\"a.example:8448\",destination=\"b.example\",key=\"ed25519:k\",sig=\"c2ln\"  "
            })
    void every_spelling_that_the_grammar_allows_is_read(String header) {
        // When
        XMatrixHeaders read = XMatrixHeaders.read(List.of(header));
        // Then
        assertThat(read).isEqualTo(new XMatrixHeaders.Claims(List.of(CREDENTIALS)));
    }

    static Stream<Arguments> malformed() {
        String rest = ",key=\"ed25519:k\",sig=\"c2ln\"";
        return Stream.of(
                arguments("X-Matrix", "origin is missing"),
                arguments("X-Matrix ", "origin is missing"),
                arguments("X-Matrix key=\"ed25519:k\",sig=\"c2ln\"", "origin is missing"),
                arguments("X-Matrix origin=\"a.example\",sig=\"c2ln\"", "key is missing"),
                arguments("X-Matrix origin=\"a.example\",key=\"ed25519:k\"", "sig is missing"),
                arguments("X-Matrix origin=\"a.example\",key=\"ed25519:k\",signature=\"c2ln\"", "sig is missing"),
                arguments("X-Matrix origin=\"not a name\"" + rest, "origin is not valid"),
                arguments("X-Matrix origin=\"\"" + rest, "origin is not valid"),
                arguments("X-Matrix origin=\"a.example\",destination=\"?\"" + rest, "destination is not valid"),
                arguments("X-Matrix origin=\"a.example\",key=\"k\",sig=\"c2ln\"", "key is not valid"),
                arguments("X-Matrix origin=\"a.example\",origin=\"a.example\"" + rest, "origin comes twice"),
                arguments("X-Matrix origin=\"a.example\",ORIGIN=\"b.example\"" + rest, "origin comes twice"),
                arguments("X-Matrix origin=\"a.example" + rest.replace("\"", ""), "without end"),
                arguments("X-Matrix origin=\"a.example\\", "without end"),
                arguments("X-Matrix origin=" + rest, "expected a value"),
                arguments("X-Matrix origin" + rest, "expected '='"),
                arguments("X-Matrix =\"a.example\"" + rest, "expected a parameter name"),
                arguments("X-Matrix origin=\"a.example\" key=\"ed25519:k\"", "expected a comma"),
                arguments("X-Matrix origin=\"a.example\"key=\"ed25519:k\"", "expected a comma"),
                arguments("X-Matrix origin=[::1]" + rest, "expected a value"),
                arguments("X-Matrix origin=\"a\u0000b\"" + rest, "control character"),
                arguments("X-Matrix origin=\"a\u007fb\"" + rest, "control character"),
                arguments("X-Matrix\torigin=\"a.example\"" + rest, "expected a space"),
                arguments("X-Matrix,origin=\"a.example\"" + rest, "expected a space"),
                arguments("X-Matrix origin=\"" + "a".repeat(5000) + "\"" + rest, "longer than 4096"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void a_header_that_cannot_be_read_names_the_culprit(String header, String culprit) {
        // When
        XMatrixHeaders read = XMatrixHeaders.read(List.of(header));
        // Then
        assertThat(read)
                .isInstanceOfSatisfying(
                        XMatrixHeaders.Unreadable.class,
                        unreadable -> assertThat(unreadable.failure())
                                .isInstanceOfSatisfying(
                                        XMatrixFailure.Malformed.class,
                                        malformed -> assertThat(malformed.why()).contains(culprit)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer token", "Basic Zm9v", "X-Matrixx origin=\"a\"", "origin=\"a.example\""})
    void a_header_of_another_scheme_is_as_good_as_none(String header) {
        // When
        XMatrixHeaders read = XMatrixHeaders.read(List.of(header));
        // Then
        assertThat(read).isEqualTo(new XMatrixHeaders.Unreadable(new XMatrixFailure.Missing()));
    }

    @Test
    void one_header_that_cannot_be_read_spoils_the_others() {
        // When
        XMatrixHeaders read = XMatrixHeaders.read(List.of(CREDENTIALS.toHeader(), "X-Matrix origin"));
        // Then
        assertThat(read).isInstanceOf(XMatrixHeaders.Unreadable.class);
    }

    @Test
    void a_flood_of_headers_is_refused() {
        // When
        XMatrixHeaders read = XMatrixHeaders.read(Collections.nCopies(XMatrixHeaders.MOST + 1, CREDENTIALS.toHeader()));
        // Then
        assertThat(read).isInstanceOf(XMatrixHeaders.Unreadable.class);
    }

    @Test
    void every_recorded_header_is_read() {
        for (Exchange exchange : Exchange.all()) {
            // When
            XMatrixHeaders read = XMatrixHeaders.read(exchange.authorization());
            // Then
            assertThat(read).as(exchange.name()).isInstanceOfSatisfying(XMatrixHeaders.Claims.class, claims -> {
                assertThat(claims.credentials()).hasSize(1);
                assertThat(claims.credentials().getFirst().origin()).isEqualTo(exchange.from());
                assertThat(claims.credentials().getFirst().destination()).isEqualTo(exchange.to());
            });
        }
    }
}
