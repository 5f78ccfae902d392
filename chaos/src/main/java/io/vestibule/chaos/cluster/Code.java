package io.vestibule.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The code that an instance runs. Immutable.
 *
 * @param classPath as the JVM takes it
 * @param cache what the launcher has made of its classes for quick starts (JEP 483); a JVM that it does not fit starts without it
 */
record Code(String classPath, Optional<Path> cache) {

    private static final String HOME = "vestibule.home";

    /** @return that of the checkout which the launcher has started us from; without one, that of this process */
    static Code ours() {
        String home = System.getProperty(HOME, "");
        try {
            return home.isEmpty() ? ofThisProcess() : of(Path.of(home));
        } catch (IOException notBuilt) {
            return ofThisProcess();
        }
    }

    private static Code ofThisProcess() {
        return new Code(System.getProperty("java.class.path"), Optional.empty());
    }

    /**
     * @param checkout one that its launcher has built
     * @throws IOException if it is not built
     */
    static Code of(Path checkout) throws IOException {
        Path target = checkout.toAbsolutePath().resolve("services/standalone/target");
        if (!Files.isDirectory(target.resolve("lib"))) {
            throw new IOException(checkout + " is not built: it has no services/standalone/target/lib");
        }
        Path jar = one(target, "vestibule-standalone-[^-]*(-SNAPSHOT)?\\.jar")
                .orElseThrow(() -> new IOException(checkout + " is not built: it has no vestibule-standalone-*.jar"));
        return new Code(jar + ":" + target.resolve("lib") + "/*", one(target, "launcher-.*\\.aot"));
    }

    /** @return what the JVM is told, up to the main class */
    List<String> options() {
        List<String> options = new ArrayList<>();
        cache.ifPresent(file -> options.addAll(List.of("-XX:AOTCache=" + file, "-Xlog:aot*=off", "-Xlog:cds*=off")));
        options.addAll(List.of("-cp", classPath));
        return options;
    }

    private static Optional<Path> one(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .filter(file -> file.toFile().length() > 0)
                    .findFirst();
        }
    }
}
