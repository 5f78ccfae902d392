package io.vestibule.bench.canonical;

import io.vestibule.bench.WrongResultException;
import io.vestibule.matrix.event.EventHashes;
import io.vestibule.matrix.json.CanonicalJson;
import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import io.vestibule.matrix.room.RoomVersions;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What JMH calls. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CanonicalWork {

    private static final int ARRAY_HEADER = 16;
    private static final int WORD = 8;

    /** The name of a {@link Samples}. */
    @Param({"INVITE", "MEMBER"})
    public String sample = "";

    private final TreeWay tree = new TreeWay();
    private byte[] event = {};

    /** Checks that both ways do the same. */
    @Setup
    public void prepare() throws IOException, InvalidJsonException, NoSuchAlgorithmException {
        event = Samples.valueOf(sample).bytes();
        WrongResultException.unless(
                Arrays.equals(bytesCanonical(), treeCanonical()), "the canonical forms differ for " + sample);
        WrongResultException.unless(Arrays.equals(bytesHashes(), treeHashes()), "the hashes differ for " + sample);
    }

    /** The memory of the array that the caller asked for and keeps, which is no garbage; on a JVM with small object headers. */
    static int resultBytes(String sample, String work) {
        CanonicalWork worker = new CanonicalWork();
        worker.event = Samples.valueOf(sample).bytes();
        try {
            byte[] result = switch (work) {
                case "Canonical" -> worker.bytesCanonical();
                case "Hashes" -> worker.bytesHashes();
                default -> throw new IllegalArgumentException("no such work: " + work);
            };
            return (ARRAY_HEADER + result.length + WORD - 1) / WORD * WORD;
        } catch (InvalidJsonException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ours: canonical bytes. */
    @Benchmark
    public byte[] bytesCanonical() throws InvalidJsonException {
        return CanonicalJson.canonicalise(event, JsonRules.STRICT);
    }

    /** Jackson's tree: canonical bytes. */
    @Benchmark
    public byte[] treeCanonical() throws IOException {
        return tree.canonical(event);
    }

    /** Ours: content hash and reference hash from the bytes as received. */
    @Benchmark
    public byte[] bytesHashes() throws InvalidJsonException {
        JsonObject json = JsonObject.parse(event, JsonRules.STRICT);
        byte[] content = EventHashes.contentHash(json);
        byte[] reference = EventHashes.referenceHash(json, RoomVersions.V11);
        byte[] both = Arrays.copyOf(content, content.length + reference.length);
        System.arraycopy(reference, 0, both, content.length, reference.length);
        return both;
    }

    /** Jackson's tree: the same hashes. */
    @Benchmark
    public byte[] treeHashes() throws IOException, NoSuchAlgorithmException {
        return tree.hashes(event);
    }
}
