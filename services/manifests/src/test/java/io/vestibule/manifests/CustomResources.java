package io.vestibule.manifests;

import static io.vestibule.manifests.Repository.object;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The schemas of custom resources: Strimzi's are made by its own generator from its own model. */
final class CustomResources {

    private CustomResources() {}

    /** @return the schemas by kind */
    static Map<String, StructuralSchema> schemas() {
        Map<String, StructuralSchema> schemas = new HashMap<>();
        schemas.put("kafka.strimzi.io/v1 KafkaTopic", strimzi(KafkaTopic.class));
        schemas.put("kafka.strimzi.io/v1 KafkaUser", strimzi(KafkaUser.class));
        object(Repository.yaml(Apis.resource("keda.yaml")).getFirst())
                .forEach((kind, schema) -> schemas.put(kind, new StructuralSchema(object(schema))));
        return schemas;
    }

    private static StructuralSchema strimzi(Class<?> model) {
        try {
            Path file = Files.createTempFile("definition", ".yaml");
            try {
                generate(model, file);
                return version(object(Repository.yaml(Files.readString(file)).getFirst()), "v1");
            } finally {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void generate(Class<?> model, Path file) throws IOException, InterruptedException {
        Process generator = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.strimzi.crdgenerator.CrdGenerator",
                        "--yaml",
                        "--target-kube",
                        "1.16+",
                        "--crd-api-version",
                        "v1",
                        model.getName() + "=" + file)
                .redirectErrorStream(true)
                .start();
        String said = new String(generator.getInputStream().readAllBytes(), UTF_8);
        if (generator.waitFor() != 0) {
            throw new AssertionError("the definition of " + model + " cannot be made: " + said);
        }
    }

    private static StructuralSchema version(Map<String, Object> definition, String name) {
        Map<String, Object> spec = object(Objects.requireNonNull(definition.get("spec")));
        Map<String, Object> version = ((List<?>) Objects.requireNonNull(spec.get("versions")))
                .stream()
                        .map(Repository::object)
                        .filter(each -> name.equals(each.get("name")))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no version " + name));
        return new StructuralSchema(object(Objects.requireNonNull(
                object(Objects.requireNonNull(version.get("schema"))).get("openAPIV3Schema"))));
    }
}
