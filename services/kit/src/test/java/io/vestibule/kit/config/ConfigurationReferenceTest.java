package io.vestibule.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/configuration.md} is made from the keys themselves: {@code -Ddocs.write=true} writes it again after a key has
 * changed.
 */
class ConfigurationReferenceTest {

    private static final Path PAGE = Path.of("../../docs/configuration.md");

    private static final String INTRODUCTION = """
            # Configuration

            <!-- Made from the keys in io.vestibule.kit.config by ConfigurationReferenceTest; change them there. -->

            One YAML file for every service, given with `--config`. Every key has a default, an environment twin that wins over
            the file, and is refused with the nearest known name when it is misspelt. Relative paths start at the folder of the file.
            `./vestibule config print` shows what a deployment really has, and where each value was set.

            Times are written `250ms`, `10s`, `5m`, `1h`, `7d`; sizes `512KiB`, `2MiB`; lists as YAML lists, or with commas.

            Below `kafka` and `schema-registry`, any further key is handed to the Kafka clients and to the serializers as it is: for
            instance `kafka: {security.protocol: SASL_SSL}` or `schema-registry: {basic.auth.user.info: …}`. In the environment, such
            a key is written in capitals with underscores (`VESTIBULE_KAFKA_SECURITY_PROTOCOL`).
            """;

    @Test
    void the_page_is_what_the_keys_say() throws IOException {
        // When
        String page = page();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page);
        }

        // Then
        assertThat(page).isEqualTo(Files.readString(PAGE));
    }

    private static String page() {
        Map<String, List<Key<?>>> sections = VestibuleConfig.keys().stream()
                .collect(Collectors.groupingBy(
                        ConfigurationReferenceTest::section, LinkedHashMap::new, Collectors.toList()));
        StringBuilder page = new StringBuilder(INTRODUCTION);
        sections.forEach((section, keys) -> {
            page.append("\n## ").append(section.isEmpty() ? "General" : "`" + section + "`");
            page.append("\n\n| key | default | meaning | environment |\n|---|---|---|---|\n");
            keys.forEach(key -> page.append(row(key)));
        });
        return page.toString();
    }

    private static String section(Key<?> key) {
        int dot = key.path().indexOf('.');
        return dot < 0 ? "" : key.path().substring(0, dot);
    }

    private static String row(Key<?> key) {
        String fallback = key.fallback().isEmpty() ? "–" : "`" + key.fallback() + "`";
        return "| `%s` | %s | %s | `%s` |%n"
                .formatted(key.path(), fallback, key.meaning().replace("|", "\\|"), key.variable());
    }
}
