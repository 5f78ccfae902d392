package io.vestibule.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files of the repository. */
final class Repository {

    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();

    /** Files of these folders that are no manifests: what kustomize reads, and what a service reads. */
    private static final List<String> OTHERS = List.of("kustomization.yaml", "vestibule.yaml");

    private Repository() {}

    /** A manifest: a document of a file. */
    record Manifest(String file, Map<String, Object> document) {

        /** As in {@code apps/v1 Deployment}. */
        String kind() {
            return document.get("apiVersion") + " " + document.get("kind");
        }

        @Override
        public String toString() {
            Map<?, ?> metadata = (Map<?, ?>) Objects.requireNonNull(document.get("metadata"));
            return file + ": " + kind() + " " + metadata.get("name");
        }
    }

    static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Every document that is handed to a cluster. */
    static List<Manifest> manifests() {
        try (Stream<Path> files = Files.walk(ROOT.resolve("deploy/kubernetes"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !OTHERS.contains(file.getFileName().toString()))
                    .sorted()
                    .flatMap(file -> documents(ROOT.relativize(file).toString()))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Stream<Manifest> documents(String file) {
        List<Manifest> documents = new ArrayList<>();
        for (Object document : yaml(text(file))) {
            documents.add(new Manifest(file, object(document)));
        }
        return documents.stream();
    }

    static List<Object> yaml(String text) {
        List<Object> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build()).loadAllFromString(text).forEach(documents::add);
        return documents;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
