package io.vestibule.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.standalone.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd units, as systemd itself reads them. */
class SystemdTest {

    private static final String UNIT = "deploy/systemd/vestibule@.service";

    /** From 0 (locked in) to 100 (may everything). */
    private static final int MOST_EXPOSED = 20;

    @TempDir
    Path folder;

    @BeforeEach
    void copyUnits() throws Exception {
        Files.copy(DeployFiles.file("deploy/systemd/vestibule.target"), folder.resolve("vestibule.target"));
        Files.copy(DeployFiles.file(UNIT), folder.resolve("vestibule@topology.service"));
    }

    @Test
    void the_unit_starts_the_main_class_as_the_launcher_and_the_image_do() {
        // When
        String start = DeployFiles.text(UNIT)
                .lines()
                .filter(line -> line.startsWith("ExecStart="))
                .findFirst()
                .orElseThrow();

        // Then
        String launcher = DeployFiles.text("vestibule");
        assertThat(start).contains(" " + Main.class.getName() + " %i --config ");
        List<String> options = Arrays.stream(start.split(" "))
                .filter(word -> Stream.of("--enable", "--sun", "-D", "-XX:M").anyMatch(word::startsWith))
                .toList();
        String image = DeployFiles.text("services/standalone/pom.xml");
        assertThat(options).hasSize(6).allSatisfy(option -> {
            assertThat(launcher).contains(option);
            assertThat(image).contains("<jvmFlag>" + option + "</jvmFlag>");
        });
    }

    @Test
    void systemd_understands_the_units() throws Exception {
        // Given
        String systemd = Installed.orSkip("systemd-analyze").toString();

        // When
        Installed.Ended verified = Installed.run(
                folder, systemd, "verify", "--man=no", "./vestibule@topology.service", "./vestibule.target");

        // Then
        assertThat(verified.code()).as(verified.said()).isZero();
        assertThat(verified.said()).doesNotContain("vestibule");
    }

    @Test
    void systemd_finds_little_that_the_service_could_do_to_the_machine() throws Exception {
        // Given
        String systemd = Installed.orSkip("systemd-analyze").toString();

        // When
        Installed.Ended judged = Installed.run(
                folder,
                systemd,
                "security",
                "--offline=true",
                "--threshold=" + MOST_EXPOSED,
                "./vestibule@topology.service");

        // Then
        assertThat(judged.code()).as(judged.said()).isZero();
    }
}
