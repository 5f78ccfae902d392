package io.vestibule.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every input that is kept, and a few thousand changes of each kind: what the fuzzer once found stays found. */
class CorpusTest {

    private static final Path CORPUS = Path.of("corpus");
    private static final int CHANGES = 3_000;

    @ParameterizedTest
    @EnumSource
    void every_kept_input_and_small_changes_of_it_leave_the_property_whole(Target target) throws IOException {
        // Given
        List<byte[]> kept = inputs(target);
        Random random = new Random(target.ordinal());

        // When
        // Then
        assertThat(kept).isNotEmpty();
        kept.forEach(target::check);
        for (int i = 0; i < CHANGES; i++) {
            target.check(changed(kept.get(random.nextInt(kept.size())), random));
        }
    }

    @Test
    void a_target_that_does_not_exist_is_refused() {
        assertThatThrownBy(() -> FuzzMain.target("nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing");
    }

    @Test
    void a_property_that_is_broken_is_told() {
        assertThatThrownBy(() -> BrokenPropertyException.unless(false, "on purpose"))
                .isInstanceOf(BrokenPropertyException.class)
                .hasMessage("on purpose");
    }

    private static List<byte[]> inputs(Target target) throws IOException {
        try (Stream<Path> files = Files.list(CORPUS.resolve(target.label()))) {
            List<Path> paths = files.sorted().toList();
            List<byte[]> inputs = new java.util.ArrayList<>();
            for (Path path : paths) {
                inputs.add(Files.readAllBytes(path));
            }
            return inputs;
        }
    }

    private static byte[] changed(byte[] input, Random random) {
        byte[] changed = input.length == 0 ? new byte[] {0} : input.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(3)) {
                case 0 -> changed[at] = (byte) random.nextInt(256);
                case 1 -> changed[at] = (byte) "{}[]\",:\\0-9eE.tfn".charAt(random.nextInt(17));
                default -> {
                    int from = random.nextInt(changed.length);
                    int length = Math.min(random.nextInt(8), changed.length - Math.max(from, at));
                    System.arraycopy(changed, from, changed, at, Math.max(0, length));
                }
            }
        }
        return changed;
    }
}
