package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.kafka.common.record.internal.FileRecords;

/**
 * Knows of every log of a broker how much of it had been forced to the disk when its process ended, however it ended.
 *
 * <p>A Java agent in that process: where Kafka forces a log, it notes the log's length in a file of its own, once the disk
 * has it and before anybody is told so. What it noted outlives the process, as everything does that the operating system has.
 */
public final class DiskWitness {

    private static final String LOG = "org/apache/kafka/common/record/internal/FileRecords";
    private static final ClassDesc DISK = ClassDesc.of(DiskWitness.class.getName() + "$Disk");
    private static final MethodTypeDesc FORCE = MethodTypeDesc.of(
            ConstantDescs.CD_void,
            ClassDesc.of(FileChannel.class.getName()),
            ConstantDescs.CD_boolean,
            ClassDesc.ofInternalName(LOG));

    private static FileChannel notes;

    private DiskWitness() {}

    /**
     * Makes the agent.
     *
     * @param folder where its file is put
     * @param notes what it writes to
     * @return the option for the JVM that it watches
     */
    static String option(Path folder, Path notes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", DiskWitness.class.getName());
        Path agent = folder.resolve("disk-witness.jar");
        new JarOutputStream(Files.newOutputStream(agent), manifest).close();
        return "-javaagent:" + agent + "=" + notes;
    }

    /** @return the bytes of each log that were forced, by the log's file */
    static Map<Path, Long> forced(Path notes) throws IOException {
        Map<Path, Long> forced = new HashMap<>();
        List<String> lines = Files.readAllLines(notes);
        for (String line : lines) {
            int space = line.indexOf(' ');
            forced.merge(Path.of(line.substring(space + 1)), Long.valueOf(line.substring(0, space)), Math::max);
        }
        return forced;
    }

    /** The JVM calls this before the process's own main method. */
    public static void premain(String file, Instrumentation instrumentation) throws IOException {
        notes = FileChannel.open(
                Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
        instrumentation.addTransformer(new ClassFileTransformer() {
            @Override
            public byte[] transform(
                    ClassLoader loader, String name, Class<?> before, ProtectionDomain domain, byte[] bytes) {
                return LOG.equals(name) ? watched(bytes) : null;
            }
        });
    }

    private static byte[] watched(byte[] bytes) {
        ClassFile files = ClassFile.of();
        return files.transformClass(
                files.parse(bytes),
                ClassTransform.transformingMethodBodies(
                        method -> method.methodName().equalsString("flush"), (code, element) -> {
                            if (element instanceof InvokeInstruction call
                                    && call.name().equalsString("force")) {
                                code.aload(0).invokestatic(DISK, "force", FORCE);
                            } else {
                                code.with(element);
                            }
                        }));
    }

    /** What a watched log calls. A class of its own, because the JVM loads what an agent's methods name before it watches. */
    public static final class Disk {

        private Disk() {}

        /** Stands in the log's place where it forces its file. */
        public static void force(FileChannel channel, boolean metadata, FileRecords log) throws IOException {
            long length = channel.size();
            channel.force(metadata);
            Path file = log.file().toPath().toAbsolutePath().normalize();
            notes.write(ByteBuffer.wrap((length + " " + file + "\n").getBytes(UTF_8)));
        }
    }
}
