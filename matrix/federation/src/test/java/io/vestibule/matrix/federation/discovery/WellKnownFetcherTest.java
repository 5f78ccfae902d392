package io.vestibule.matrix.federation.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.dns.DnsName;
import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WellKnownFetcherTest {

    private static final String A = "https://a.example/.well-known/matrix/server";

    private final ScriptedWeb web = new ScriptedWeb();

    private WellKnown fetch() throws InterruptedException {
        return new WellKnownFetcher(web, 443).fetch(new DnsName("a.example"), Deadline.after(Duration.ofMinutes(1)));
    }

    @Test
    void a_delegation_is_read_whatever_else_the_body_says() throws InterruptedException {
        // Given
        web.serves(A, 200, " {\"x\":[1.5e3],\"m.server\":\"b.example:443\"}\n", "public, Max-Age=3600");

        // When
        WellKnown fetched = fetch();

        // Then
        assertThat(fetched)
                .isEqualTo(new WellKnown.Delegated(ServerName.of("b.example:443"), Duration.ofSeconds(3600)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "{\"m.server\":5}",
                "{\"m.server\":\"\"}",
                "{\"m.server\":\"b.example:port\"}",
                "{\"m.server\":\"b.example/x\"}",
                "{\"m.server\":\"b.example\"",
                "<html>",
            })
    void a_body_without_a_server_name_is_no_delegation(String body) throws InterruptedException {
        // Given
        web.serves(A, 200, body);

        // When
        WellKnown fetched = fetch();

        // Then
        assertThat(fetched).isInstanceOf(WellKnown.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({"204, Invalid", "403, Invalid", "404, Invalid", "304, Invalid", "429, Unavailable", "503, Unavailable"})
    void other_statuses_are_no_delegation_and_faults_of_the_server_are_told_apart(int status, String kind)
            throws InterruptedException {
        // Given
        web.serves(A, status, "{\"m.server\":\"b.example\"}");

        // When
        WellKnown fetched = fetch();

        // Then
        assertThat(fetched.getClass().getSimpleName()).isEqualTo(kind);
    }

    @Test
    void a_body_that_is_too_large_is_no_delegation() throws InterruptedException {
        // Given
        web.fails(A, new WellKnownTransport.TooLarge("the answer is larger than 51200 bytes"));

        // When
        WellKnown fetched = fetch();

        // Then
        assertThat(fetched).isInstanceOf(WellKnown.Invalid.class);
    }

    @Test
    void redirects_are_followed_also_relative_ones_and_to_other_hosts() throws InterruptedException {
        // Given
        web.redirects(A, "/one?x=%20y")
                .redirects("https://a.example/one?x=%20y", "https://www.a.example/two#fragment")
                .serves("https://www.a.example/two", 200, "{\"m.server\":\"b.example\"}");

        // When
        WellKnown fetched = fetch();

        // Then
        assertThat(fetched).isEqualTo(new WellKnown.Delegated(ServerName.of("b.example"), null));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "http://a.example/x",
                "ftp://a.example/x",
                "https:///x",
                "https://user:pass@a.example/x",
                "file:///etc/passwd",
                "https://a_b.example/x",
                "https://a.example/%zz",
                "",
            })
    void a_redirect_to_anything_but_a_plain_https_resource_ends_it(String location) throws InterruptedException {
        // Given
        web.redirects(A, location);

        // When
        WellKnown fetched = fetch();

        // Then
        assertThat(fetched).isInstanceOf(WellKnown.Invalid.class);
        assertThat(web.asked()).containsExactly(A);
    }

    @Test
    void redirects_in_a_circle_end_at_the_first_repetition() throws InterruptedException {
        // Given
        web.redirects(A, "https://b.example/").redirects("https://b.example/", A);

        // When
        WellKnown fetched = fetch();

        // Then
        assertThat(fetched).isInstanceOf(WellKnown.Invalid.class);
        assertThat(web.asked()).containsExactly(A, "https://b.example/");
    }

    @Test
    void the_eleventh_redirect_is_not_followed() throws InterruptedException {
        // Given
        web.redirects(A, "/1");
        for (int i = 1; i < 20; i++) {
            web.redirects("https://a.example/" + i, "/" + (i + 1));
        }

        // When
        WellKnown fetched = fetch();

        // Then
        assertThat(fetched).isInstanceOf(WellKnown.Invalid.class);
        assertThat(web.asked()).hasSize(11).endsWith("https://a.example/10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "max-age=60 | 60",
                "Public, MAX-AGE=\"60\" | 60",
                "max-age=60, no-store | 0",
                "no-cache | 0",
                "max-age=-1 | -",
                "max-age= | -",
                "max-age=99999999999999999999 | 31536000",
                "s-maxage=5 | -",
                "private | -",
            })
    void Cache_Control_says_how_long(String header, Long seconds) {
        // When
        Duration age = WellKnownFetcher.maxAge(header);

        // Then
        assertThat(age).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }
}
