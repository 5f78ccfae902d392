package io.vestibule.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files of the folder {@code deploy}. Those that are made from the code are written with {@code -Ddeploy.write=true}. */
public final class DeployFiles {

    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();

    private DeployFiles() {}

    /** @return a file of the repository */
    public static Path file(String path) {
        return ROOT.resolve(path);
    }

    /** @return what stands in a file of the repository */
    public static String text(String path) {
        try {
            return Files.readString(file(path));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @return the files of a folder whose names end so, by name */
    public static List<Path> in(String folder, String ending) {
        try (Stream<Path> files = Files.list(file(folder))) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @return the documents of a YAML text */
    static List<Object> yaml(String text) {
        List<Object> documents = new java.util.ArrayList<>();
        new Load(LoadSettings.builder().build()).loadAllFromString(text).forEach(documents::add);
        return documents;
    }

    /** Fails unless the file says what the code makes; with {@code -Ddeploy.write=true} it is written first. */
    static void assertMade(String path, String made) {
        if (Boolean.getBoolean("deploy.write")) {
            try {
                Files.createDirectories(file(path).getParent());
                Files.writeString(file(path), made);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        assertThat(text(path))
                .as(path + " is made from the code: run this test with -Ddeploy.write=true after a change")
                .isEqualTo(made);
    }
}
