package io.vestibule.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.vestibule.manifests.Repository.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the APIs say of the kinds of resources that the manifests have. */
final class Apis {

    private static final Set<String> FREE = Set.of("metadata", "labels", "matchLabels", "config", "limits", "requests");

    /** Reads a resource, and refuses what its API does not know. */
    private interface Reading {
        Object read(String json) throws IOException;
    }

    private static final JsonMapper JSON = new JsonMapper();

    /** Kubernetes' own, by the models of its client, which name what they do not know and what they miss. */
    private static final Map<String, Reading> KUBERNETES = Map.of(
            "apps/v1 Deployment", V1Deployment::fromJson,
            "apps/v1 StatefulSet", V1StatefulSet::fromJson,
            "v1 Service", V1Service::fromJson,
            "v1 ServiceAccount", V1ServiceAccount::fromJson,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::fromJson,
            "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::fromJson);

    /** A model that keeps what it does not know; here that is a mistake. What is missing it does not tell. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    private static final Map<String, Reading> READINGS = readings();

    private static final Map<String, StructuralSchema> CUSTOM = CustomResources.schemas();

    private Apis() {}

    private static Map<String, Reading> readings() {
        Map<String, Reading> readings = new HashMap<>(KUBERNETES);
        readings.put("monitoring.coreos.com/v1 PodMonitor", json -> STRICT.readValue(json, PodMonitor.class));
        return readings;
    }

    /** @return what is wrong with a manifest; nothing for one that its API takes */
    static List<String> flaws(Manifest manifest) {
        Reading reading = READINGS.get(manifest.kind());
        if (reading == null) {
            return Objects.requireNonNull(CUSTOM.get(manifest.kind()), "nobody knows " + manifest.kind())
                    .flaws(manifest.document());
        }
        try {
            reading.read(JSON.writeValueAsString(manifest.document()));
            return List.of();
        } catch (IOException | RuntimeException wrong) {
            return List.of(String.valueOf(wrong.getMessage()));
        }
    }

    /** Whether anybody may name the members of a field; a service selects by labels, and what else has a selector does not. */
    static boolean isFree(String kind, String field) {
        return FREE.contains(field) || (kind.equals("v1 Service") && field.equals("selector"));
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Apis.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
