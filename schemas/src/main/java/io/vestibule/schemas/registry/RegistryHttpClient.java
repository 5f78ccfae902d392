package io.vestibule.schemas.registry;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** Builds the HTTP side of a registry client from its configuration. */
final class RegistryHttpClient {

    private static final String USER_AGENT = "vestibule";

    private RegistryHttpClient() {}

    /** @return requests to the URLs, with the configured credentials, retries, headers and TLS */
    static RegistryCalls calls(List<String> urls, RegistrySettings settings) {
        List<RegistryCalls.BaseUrl> bases = new ArrayList<>();
        for (String url : urls) {
            bases.add(base(url, settings));
        }
        if (settings.flag("schema.registry.url.randomize", false)) {
            Collections.shuffle(bases);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", USER_AGENT);
        settings.under("request.header.").forEach((name, value) -> headers.put(name, String.valueOf(value)));
        Duration readTimeout = Duration.ofMillis(settings.number("http.read.timeout.ms", 60_000, 1));
        return new RegistryCalls(
                of(settings, "schema.registry.ssl."),
                bases,
                new RegistryCalls.Options(readTimeout, headers, Backoff.of(settings)));
    }

    /** @param tlsPrefix which TLS keys count, for {@link RegistryTls} */
    static HttpClient of(RegistrySettings settings, String tlsPrefix) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofMillis(settings.number("http.connect.timeout.ms", 60_000, 1)));
        RegistryTls.context(settings, tlsPrefix).ifPresent(client::sslContext);
        settings.text("proxy.host").filter(host -> !host.isEmpty()).ifPresent(host -> {
            int port = settings.number("proxy.port", -1, -1);
            if (port <= 0) {
                throw new ConfigException("proxy.host needs proxy.port beside it");
            }
            client.proxy(ProxySelector.of(new InetSocketAddress(host, port)));
        });
        return client.build();
    }

    private static RegistryCalls.BaseUrl base(String url, RegistrySettings settings) {
        try {
            URI uri = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
                throw new ConfigException(RegistrySettings.URL, withoutUser(uri), "is not a registry's URL");
            }
            return new RegistryCalls.BaseUrl(withoutUser(uri), Credentials.of(settings, uri));
        } catch (URISyntaxException notUrl) {
            throw new ConfigException(RegistrySettings.URL, url, "is not a URL");
        }
    }

    private static String withoutUser(URI uri) {
        String text = uri.toString();
        return uri.getRawUserInfo() == null ? text : text.replace(uri.getRawUserInfo() + "@", "");
    }
}
