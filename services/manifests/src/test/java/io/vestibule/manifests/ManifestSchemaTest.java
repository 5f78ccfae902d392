package io.vestibule.manifests;

import static io.vestibule.manifests.Repository.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.manifests.Repository.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every manifest is what the API that reads it knows: no unknown field, nothing missing, no value of another kind. */
class ManifestSchemaTest {

    static Stream<Manifest> manifests() {
        return Repository.manifests().stream();
    }

    /** One of each kind. */
    static Stream<Manifest> kinds() {
        Map<String, Manifest> kinds = new LinkedHashMap<>();
        manifests().forEach(manifest -> kinds.putIfAbsent(manifest.kind(), manifest));
        return kinds.values().stream();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void a_manifest_is_what_its_api_knows(Manifest manifest) {
        // When
        List<String> flaws = Apis.flaws(manifest);

        // Then
        assertThat(flaws).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void an_unknown_field_is_found_in_whatever_object_it_stands(Manifest manifest) {
        // Given
        int objects = objects(manifest).size();

        // When
        // Then
        assertThat(objects).isPositive();
        for (int i = 0; i < objects; i++) {
            Manifest broken = copy(manifest);
            Map<String, Object> object = objects(broken).get(i);
            object.put("unknoun", "x");
            assertThat(Apis.flaws(broken)).as(object.toString()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_value_of_another_kind_is_found(Manifest manifest) {
        // Given
        Manifest broken = copy(manifest);

        // When
        broken.document().put("spec", "not an object");

        // Then
        assertThat(Apis.flaws(broken)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "apps/v1 Deployment, spec, selector",
        "apps/v1 Deployment, spec.template.spec, containers",
        "apps/v1 StatefulSet, spec, template",
        "kafka.strimzi.io/v1 KafkaUser, spec.authentication, type",
        "kafka.strimzi.io/v1 KafkaUser, spec.authorization, type",
        "keda.sh/v1alpha1 ScaledObject, spec, triggers",
        "keda.sh/v1alpha1 ScaledObject, spec.scaleTargetRef, name"
    })
    void what_is_needed_and_missing_is_found(String kind, String place, String field) {
        // Given
        Manifest broken = copy(
                kinds().filter(each -> each.kind().equals(kind)).findFirst().orElseThrow());
        Map<String, Object> object = broken.document();
        for (String name : place.split("\\.")) {
            object = object(Objects.requireNonNull(object.get(name)));
        }

        // When
        object.remove(field);

        // Then
        assertThat(Apis.flaws(broken)).singleElement().asString().contains(field);
    }

    /** Every object whose fields the API names: what labels there are, for one, is free. */
    private static List<Map<String, Object>> objects(Manifest manifest) {
        List<Map<String, Object>> found = new ArrayList<>();
        collect(manifest.kind(), manifest.document(), found);
        return found;
    }

    private static void collect(String kind, @Nullable Object value, List<Map<String, Object>> found) {
        if (value instanceof List<?> list) {
            list.forEach(each -> collect(kind, each, found));
        } else if (value instanceof Map<?, ?> map) {
            found.add(object(map));
            object(map).forEach((name, below) -> {
                if (!Apis.isFree(kind, name)) {
                    collect(kind, below, found);
                }
            });
        }
    }

    private static Manifest copy(Manifest manifest) {
        return new Manifest(manifest.file(), object(Objects.requireNonNull(copy(manifest.document()))));
    }

    private static @Nullable Object copy(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(key, copy(each)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(copy(each)));
            return copy;
        }
        return value;
    }
}
