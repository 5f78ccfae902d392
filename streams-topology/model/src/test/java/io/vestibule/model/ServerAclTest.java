package io.vestibule.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.ServerName;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAclTest {

    private static boolean permits(List<String> allow, List<String> deny, boolean ipLiterals, String server) {
        return new ServerAcl(allow, deny, ipLiterals).permits(ServerName.of(server));
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "*,                 a.example,        true",
        "a.example,         a.example,        true",
        "a.example,         a.example:8448,   true",
        "A.Example,         a.eXample,        true",
        "a.example:8448,    a.example:8448,   false",
        "*.example,         a.example,        true",
        "*.example,         example,          false",
        "*.example,         a.b.example,      true",
        "?.example,         a.example,        true",
        "?.example,         ab.example,       false",
        "?.example,         .example,         false",
        "a.example,         b.a.example,      false",
        "a.example,         a.example.org,    false",
        "a*e*le,            a.example,        true",
        "*a*a*a*b,          aaaaaaaaaaaaaaaa, false",
        "a.example**,       a.example,        true",
        "1.2.3.*,           1.2.3.4,          true",
        "[::1],             [::1]:8448,       true",
        "aXexample,         a.example,        false",
        "'',                a.example,        false"
    })
    void a_glob_is_compared_with_the_host_alone(String glob, String server, boolean matches) {
        // When
        boolean allowed = permits(List.of(glob), List.of(), true, server);
        boolean spared = permits(List.of("*"), List.of(glob), true, server);
        // Then
        assertThat(allowed).isEqualTo(matches);
        assertThat(spared).isNotEqualTo(matches);
    }

    @Test
    void what_is_denied_is_denied_although_it_is_allowed() {
        assertThat(permits(List.of("*"), List.of("*.evil.example"), true, "a.evil.example"))
                .isFalse();
        assertThat(permits(List.of("a.evil.example"), List.of("*.evil.example"), true, "a.evil.example"))
                .isFalse();
    }

    @Test
    void who_is_neither_allowed_nor_denied_may_not() {
        assertThat(permits(List.of("a.example"), List.of("b.example"), true, "c.example"))
                .isFalse();
    }

    @Test
    void an_empty_list_of_allowed_servers_allows_none() {
        assertThat(permits(List.of(), List.of(), true, "a.example")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1.2.3.4", "1.2.3.4:8448", "[2001:db8::1]", "[::1]:8448"})
    void an_ip_literal_may_not_where_literals_are_refused(String literal) {
        assertThat(permits(List.of("*"), List.of(), false, literal)).isFalse();
        assertThat(permits(List.of(literal, "*"), List.of(), false, literal)).isFalse();
        assertThat(permits(List.of("*"), List.of(), true, literal)).isTrue();
    }

    @Test
    void a_name_that_only_looks_like_an_address_is_none() {
        assertThat(permits(List.of("*"), List.of(), false, "1.2.3.4.example")).isTrue();
    }

    @Property(tries = 2_000)
    void a_glob_means_what_the_obvious_expression_means(
            @ForAll @CharRange(from = 'a', to = 'b') @Chars({'*', '?', '.'}) @StringLength(max = 8) String glob,
            @ForAll @CharRange(from = 'a', to = 'b') @Chars('.') @StringLength(min = 1, max = 8) String host) {
        // Given
        StringBuilder expression = new StringBuilder();
        for (char each : glob.toCharArray()) {
            switch (each) {
                case '*' -> expression.append(".*");
                case '?' -> expression.append('.');
                default -> expression.append(Pattern.quote(String.valueOf(each)));
            }
        }
        // When
        boolean permitted = permits(List.of(glob), List.of(), true, host);
        // Then
        assertThat(permitted).isEqualTo(host.matches(expression.toString()));
    }
}
