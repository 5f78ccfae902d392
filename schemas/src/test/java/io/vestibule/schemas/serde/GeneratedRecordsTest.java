package io.vestibule.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.Test;

class GeneratedRecordsTest {

    /** What a process does that has loaded nothing of Vestibule but one record. */
    static final class FreshProcess {
        public static void main(String[] arguments) {
            InviteCommand command = InviteCommand.newBuilder()
                    .setCommandId("c")
                    .setRoomId("!r:a")
                    .setUserId("@u:a")
                    .build();
            System.exit(command.getType() == CommandType.UNKNOWN ? 7 : 1);
        }
    }

    @Test
    void a_record_can_be_built_first_thing_in_a_process_without_a_flag() throws Exception {
        // Given
        ProcessBuilder process = new ProcessBuilder(List.of(
                        java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FreshProcess.class.getName()))
                .inheritIO();

        // When
        Process running = process.start();

        // Then
        assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(running.exitValue()).isEqualTo(7);
    }

    @Test
    void other_packages_stay_as_untrusted_as_they_were() {
        // Given
        GeneratedRecords.trust();

        // When
        // Then
        ClassSecurityValidator.validate(InviteCommand.class);
        assertThatThrownBy(() -> ClassSecurityValidator.validate(Process.class)).isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> ClassSecurityValidator.validate(GeneratedRecords.class))
                .isInstanceOf(SecurityException.class);
    }
}
