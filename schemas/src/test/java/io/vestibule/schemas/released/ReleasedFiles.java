package io.vestibule.schemas.released;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** The folder {@code schemas/released}: one folder for each version, one file for each contract. */
record ReleasedFiles(Path directory) {

    private static final String SUFFIX = ".avsc";

    static ReleasedFiles inProject() {
        Path module = Path.of("").toAbsolutePath();
        return new ReleasedFiles(
                Files.exists(module.resolve("released")) || module.endsWith("schemas")
                        ? module.resolve("released")
                        : module.resolve("schemas/released"));
    }

    List<String> versions() throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    Map<String, Schema> schemas(String version) throws IOException {
        Map<String, Schema> found = new TreeMap<>();
        try (Stream<Path> entries = Files.list(directory.resolve(version))) {
            for (Path file : entries.toList()) {
                String name = file.getFileName().toString();
                found.put(
                        name.substring(0, name.length() - SUFFIX.length()),
                        new Schema.Parser().parse(Files.readString(file)));
            }
        }
        return found;
    }

    void write(String version, Contracts contracts) throws IOException {
        Path folder = directory.resolve(version);
        Files.createDirectories(folder);
        try (Stream<Path> old = Files.list(folder)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        for (Map.Entry<String, Contracts.Contract> contract : contracts.byName().entrySet()) {
            Files.writeString(
                    folder.resolve(contract.getKey() + SUFFIX),
                    contract.getValue().schema().toString(true) + "\n");
        }
    }
}
