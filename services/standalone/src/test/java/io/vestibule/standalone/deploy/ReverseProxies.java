package io.vestibule.standalone.deploy;

import io.vestibule.matrix.api.Endpoint;
import io.vestibule.matrix.api.GetServerKeysV2;
import io.vestibule.matrix.api.InviteV1;
import io.vestibule.matrix.api.InviteV2;
import io.vestibule.matrix.api.InviteWithAuth;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Which requests of the federation go to ingress, for people, for programs, and for four proxies. */
final class ReverseProxies {

    private static final String MADE =
            "# Made from the endpoints that ingress serves by ReverseProxyTest; run it with -Ddeploy.write=true after a change.\n";

    private ReverseProxies() {}

    /** The endpoints that take invites. */
    static List<Endpoint> invites() {
        List<Endpoint> endpoints = new ArrayList<>(List.of(InviteV1.ENDPOINT, InviteV2.ENDPOINT));
        endpoints.addAll(InviteWithAuth.ENDPOINTS);
        return endpoints;
    }

    /** What a path of the endpoint begins with, before its first parameter. */
    static String prefix(Endpoint endpoint) {
        return endpoint.template().replaceAll("\\{.*", "");
    }

    private static List<String> prefixes() {
        return invites().stream().map(ReverseProxies::prefix).distinct().toList();
    }

    static String routes() {
        StringBuilder yaml = new StringBuilder(MADE).append("""
                # 'path' is compared with the raw path, before percent-decoding, and the raw target is passed on byte for byte: it is
                # part of what the other server signed. Whatever is not listed stays with the homeserver.
                version: 1
                service: ingress
                port: 8008
                raw-request-target: true
                max-request-body: 2MiB
                response-timeout: 60s
                routes:
                """);
        for (Endpoint endpoint : invites()) {
            yaml.append("  - {method: %s, match: prefix, path: \"%s\", template: \"%s\"}\n"
                    .formatted(endpoint.method(), prefix(endpoint), endpoint.template()));
        }
        yaml.append(
                "# Only where ingress answers for our keys (ingress.serve-keys), and the homeserver does not.\noptional:\n");
        for (Endpoint endpoint : GetServerKeysV2.SERVED) {
            boolean exact = !endpoint.template().contains("{");
            yaml.append("  - {method: %s, match: %s, path: \"%s\", template: \"%s\"}\n"
                    .formatted(endpoint.method(), exact ? "exact" : "prefix", prefix(endpoint), endpoint.template()));
        }
        return yaml.toString();
    }

    static String nginx() {
        StringBuilder conf = new StringBuilder(MADE).append("""
                # To be included in the 'server' of the federation. 'upstream vestibule_ingress' names the instances of ingress.
                # proxy_pass has no path, so nginx passes the target on as it came.
                """);
        for (String prefix : prefixes()) {
            conf.append("""
                    location ^~ %s {
                        proxy_pass http://vestibule_ingress;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_set_header Host $http_host;
                        proxy_set_header X-Forwarded-For $remote_addr;
                        proxy_read_timeout 60s;
                        client_max_body_size 2m;
                    }
                    """.formatted(prefix));
        }
        return conf.toString();
    }

    static String caddy() {
        return MADE
                + """
                # To be imported into the site of the federation. Caddy passes the target's escapes on as they came.
                @vestibule {
                    method PUT
                    path %s
                }
                handle @vestibule {
                    request_body {
                        max_size 2MiB
                    }
                    reverse_proxy {$VESTIBULE_INGRESS:vestibule-ingress:8008}
                }
                """.formatted(prefixes().stream().map(prefix -> prefix + "*").collect(Collectors.joining(" ")));
    }

    static String haproxy() {
        StringBuilder conf = new StringBuilder(MADE).append("""
                # The first part belongs into the 'frontend' of the federation, the second is a backend. HAProxy compares and passes on
                # the raw path.
                """);
        prefixes()
                .forEach(prefix -> conf.append("    acl vestibule path_beg ")
                        .append(prefix)
                        .append('\n'));
        return conf.append("""
                    use_backend vestibule_ingress if vestibule

                backend vestibule_ingress
                    balance roundrobin
                    timeout server 60s
                    option httpchk GET /health/ready
                    server ingress-1 vestibule-ingress:8008 check port 8009
                """).toString();
    }

    static String traefik() {
        String rule = prefixes().stream()
                .map(prefix -> "PathPrefix(`" + prefix + "`)")
                .collect(Collectors.joining(" || "));
        return MADE + """
                # For the file provider. Mind: Traefik (from 3.3.6 on) rewrites escapes of the path before it passes it on: %%7E becomes ~,
                # %%2f becomes %%2F. The signature of a server that writes such escapes then fails, and its invite is refused with 401.
                # Where that matters, put one of the other proxies in front of these paths, or let Traefik pass TLS through (TCP router).
                # What Traefik would refuse or clean up has to be allowed on the entry point:
                #   entryPoints.federation.http.sanitizePath: false
                #   entryPoints.federation.http.encodedCharacters: {allowEncodedSlash: true, allowEncodedPercent: true,
                #     allowEncodedSemicolon: true, allowEncodedQuestionMark: true, allowEncodedHash: true, allowEncodedBackSlash: true}
                http:
                  routers:
                    vestibule-ingress:
                      entryPoints: [federation]
                      rule: "Method(`PUT`) && (%s)"
                      priority: 1000
                      service: vestibule-ingress
                      middlewares: [vestibule-body]
                      tls: {}
                  middlewares:
                    vestibule-body:
                      buffering: {maxRequestBodyBytes: 2097152}
                  services:
                    vestibule-ingress:
                      loadBalancer:
                        passHostHeader: true
                        servers:
                          - url: http://vestibule-ingress:8008
                """.formatted(rule);
    }

    /** The whole file of the proxy in the compose file. */
    static String composeNginx() {
        return MADE
                + """
                events {}
                http {
                    access_log off;
                    upstream vestibule_ingress {
                        server ingress-1:8008;
                        server ingress-2:8008;
                        keepalive 32;
                    }
                    server {
                        listen 8008;
                        # Behind it stands no homeserver here: ingress answers for the keys as well.
                        location ^~ /_matrix/key/v2/server {
                            proxy_pass http://vestibule_ingress;
                        }
                %s    }
                }
                """.formatted(nginx().lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> "        " + line + "\n")
                        .collect(Collectors.joining()));
    }
}
