package io.vestibule.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/** The headers that say who we are. */
interface Credentials {

    /** Nothing is said. */
    Credentials NONE = Map::of;

    /** @return headers for the next request; may block on a token endpoint */
    Map<String, String> headers();

    /**
     * @param url one registry URL, for credentials that stand in it
     * @throws ConfigException if both kinds of source are named, a source is unknown, or what it needs is missing
     */
    static Credentials of(RegistrySettings settings, URI url) {
        Optional<String> basic = settings.text("basic.auth.credentials.source");
        Optional<String> bearer = settings.text("bearer.auth.credentials.source");
        if (basic.isPresent() && bearer.isPresent()) {
            throw new ConfigException(
                    "basic.auth.credentials.source and bearer.auth.credentials.source exclude each other");
        }
        if (basic.isPresent()) {
            return basic(basic.get(), settings, url);
        }
        return bearer.isPresent() ? bearer(bearer.get(), settings) : NONE;
    }

    private static Credentials basic(String source, RegistrySettings settings, URI url) {
        return switch (source) {
            case "URL" -> url.getRawUserInfo() == null ? NONE : basic(decoded(url.getRawUserInfo()));
            case "USER_INFO" ->
                basic(settings.required("basic.auth.user.info", "basic.auth.credentials.source is USER_INFO"));
            case "SASL_INHERIT" -> basic(saslUser(settings));
            default ->
                throw new ConfigException(
                        "basic.auth.credentials.source", source, "must be URL, USER_INFO or SASL_INHERIT");
        };
    }

    private static Credentials bearer(String source, RegistrySettings settings) {
        return switch (source) {
            case "STATIC_TOKEN" -> {
                String token = settings.required("bearer.auth.token", "bearer.auth.credentials.source is STATIC_TOKEN");
                Map<String, String> headers = bearerHeaders(settings, token);
                yield () -> headers;
            }
            case "OAUTHBEARER" -> {
                OAuthToken token = OAuthToken.of(settings);
                yield () -> bearerHeaders(settings, token.value());
            }
            default ->
                throw new ConfigException(
                        "bearer.auth.credentials.source", source, "must be STATIC_TOKEN or OAUTHBEARER");
        };
    }

    private static Map<String, String> bearerHeaders(RegistrySettings settings, String token) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + token);
        settings.text("bearer.auth.logical.cluster").ifPresent(id -> headers.put("target-sr-cluster", id));
        settings.text("bearer.auth.identity.pool.id").ifPresent(id -> headers.put("Confluent-Identity-Pool-Id", id));
        return headers;
    }

    private static Credentials basic(String userInfo) {
        Map<String, String> headers =
                Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(UTF_8)));
        return () -> headers;
    }

    private static String decoded(String rawUserInfo) {
        return URLDecoder.decode(rawUserInfo.replace("+", "%2B"), UTF_8);
    }

    private static String saslUser(RegistrySettings settings) {
        String jaas = settings.required("sasl.jaas.config", "basic.auth.credentials.source is SASL_INHERIT");
        List<AppConfigurationEntry> entries = JaasContext.loadClientContext(
                        Map.of("sasl.jaas.config", new Password(jaas)))
                .configurationEntries();
        return option(entries, "username") + ":" + option(entries, "password");
    }

    private static String option(List<AppConfigurationEntry> entries, String name) {
        return Optional.ofNullable(JaasContext.configEntryOption(entries, name, null))
                .orElseThrow(() -> new ConfigException("sasl.jaas.config has no " + name
                        + ", which basic.auth.credentials.source SASL_INHERIT needs"));
    }
}
