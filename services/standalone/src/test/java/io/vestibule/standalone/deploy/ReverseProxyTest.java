package io.vestibule.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.api.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The routing file and the snippets say what ingress serves; {@code ReverseProxyIT} tries them on real proxies. */
class ReverseProxyTest {

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("deploy/reverse-proxy/routes.yaml", ReverseProxies.routes()),
                Arguments.of("deploy/reverse-proxy/nginx.conf", ReverseProxies.nginx()),
                Arguments.of("deploy/reverse-proxy/Caddyfile", ReverseProxies.caddy()),
                Arguments.of("deploy/reverse-proxy/haproxy.cfg", ReverseProxies.haproxy()),
                Arguments.of("deploy/reverse-proxy/traefik.yaml", ReverseProxies.traefik()),
                Arguments.of("deploy/compose/nginx.conf", ReverseProxies.composeNginx()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_file_is_what_the_endpoints_say(String file, String made) {
        DeployFiles.assertMade(file, made);
    }

    @Test
    void the_routing_file_can_be_read_by_a_program() {
        // When
        Map<String, Object> routes =
                Manifests.map(DeployFiles.yaml(ReverseProxies.routes()).getFirst());

        // Then
        List<Map<String, Object>> listed = Manifests.maps(routes, "routes");
        assertThat(listed).hasSameSizeAs(ReverseProxies.invites());
        assertThat(listed).allSatisfy(route -> {
            Endpoint endpoint = new Endpoint((String) route.get("method"), (String) route.get("template"));
            assertThat(ReverseProxies.invites()).contains(endpoint);
            assertThat(endpoint.template()).startsWith((String) route.get("path"));
        });
        assertThat(routes).containsEntry("raw-request-target", true);
    }

    @Test
    void traefik_gets_yaml() {
        assertThat(Manifests.map(DeployFiles.yaml(ReverseProxies.traefik()).getFirst()))
                .containsOnlyKeys("http");
    }
}
