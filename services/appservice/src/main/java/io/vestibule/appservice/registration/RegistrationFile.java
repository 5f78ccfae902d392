package io.vestibule.appservice.registration;

import io.vestibule.kit.config.Secret;
import io.vestibule.kit.config.Syntax;
import io.vestibule.matrix.appservice.Namespace;
import io.vestibule.matrix.appservice.Namespaces;
import io.vestibule.matrix.id.AppserviceId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one registration file. */
final class RegistrationFile {

    private final YamlSection root;

    private RegistrationFile(YamlSection root) {
        this.root = root;
    }

    /**
     * @param name the file's name for messages
     * @param yaml its content
     * @throws RegistrationException if it cannot be used
     */
    static Registration parse(String name, String yaml) {
        return new RegistrationFile(YamlSection.parse(name, yaml)).registration();
    }

    private Registration registration() {
        AppserviceId id = id();
        Optional<URI> url = url();
        Secret asToken = new Secret(root.text("as_token"));
        Secret hsToken = new Secret(root.text("hs_token"));
        String sender = root.text("sender_localpart");
        YamlSection spaces = root.section("namespaces");
        return new Registration(
                url,
                asToken,
                hsToken,
                new Namespaces(
                        id,
                        sender,
                        namespaces(spaces, "users"),
                        namespaces(spaces, "rooms"),
                        namespaces(spaces, "aliases")));
    }

    private AppserviceId id() {
        String id = root.text("id");
        return AppserviceId.parse(id)
                .orElseThrow(() -> root.wrong("id", "must have at most 255 bytes and no control characters"));
    }

    private Optional<URI> url() {
        if (root.isNull("url")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Syntax.httpUri(root.text("url")));
        } catch (IllegalArgumentException e) {
            throw root.wrong("url", e.getMessage() + ", or null for a service without traffic");
        }
    }

    private static List<Namespace> namespaces(YamlSection spaces, String kind) {
        return spaces.list(kind).stream()
                .map(node -> namespace(spaces, kind, node))
                .toList();
    }

    private static Namespace namespace(YamlSection spaces, String kind, Node node) {
        YamlSection entry = spaces.element(kind, node);
        String regex = entry.text("regex");
        boolean exclusive = entry.bool("exclusive");
        try {
            return Namespace.of(regex, exclusive);
        } catch (IllegalArgumentException e) {
            throw entry.wrong("regex", String.valueOf(e.getMessage()));
        }
    }
}
