package io.vestibule.standalone.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory for one run of the demo, removed when it ends. */
record DemoDirectory(Path path) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoDirectory.class);

    static DemoDirectory create() throws IOException {
        return new DemoDirectory(Files.createTempDirectory("vestibule-demo-"));
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException leftBehind) {
            LOG.atWarn().addKeyValue("directory", path).log("the demo's directory is left behind", leftBehind);
        }
    }
}
