package io.vestibule.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What services compile against. A line that disappears breaks them: after the first release, lines are only ever added to
 * {@code public-surface.txt}, by running this test with {@code -Dsurface.freeze=true}.
 */
class PublicSurfaceTest {

    private static final Path PROMISED = Path.of("src/test/resources/public-surface.txt");

    @Test
    void every_public_signature_is_the_one_that_was_promised() throws Exception {
        // When
        String found = publicTypes()
                        .flatMap(type -> Stream.concat(Stream.of(type.toGenericString()), membersOf(type)))
                        .collect(Collectors.joining("\n"))
                + "\n";
        if (Boolean.getBoolean("surface.freeze")) {
            Files.writeString(PROMISED, found);
        }

        // Then
        assertThat(found).isEqualTo(Files.readString(PROMISED));
    }

    private static Stream<Class<?>> publicTypes() throws IOException, URISyntaxException {
        Path classes = Path.of(Objects.requireNonNull(CommandClient.class.getResource("CommandClient.class"))
                        .toURI())
                .getParent();
        try (Stream<Path> files = Files.list(classes)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
                    .sorted()
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .filter(PublicSurfaceTest::isVisible)
                    .toList()
                    .stream();
        }
    }

    private static boolean isVisible(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName("io.vestibule.client." + name);
        } catch (ClassNotFoundException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Stream<String> membersOf(Class<?> type) {
        return Stream.of(type.getDeclaredConstructors(), type.getDeclaredMethods(), type.getDeclaredFields())
                .flatMap(Arrays::stream)
                .filter(member -> isPublic((Member) member))
                .map(PublicSurfaceTest::signature)
                .map(signature -> "  " + signature)
                .sorted();
    }

    private static String signature(Object member) {
        return member instanceof Executable executable ? executable.toGenericString() : member.toString();
    }

    private static boolean isPublic(Member member) {
        return !member.isSynthetic()
                && (Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers()));
    }
}
