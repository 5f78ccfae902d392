package io.vestibule.schemas.released;

import io.vestibule.schemas.released.Contracts.Evolution;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** Judges a change of a schema. */
final class Evolutions {

    private Evolutions() {}

    /** @return what is wrong with going from the one schema to the other; empty when nothing is */
    static List<String> problems(Schema released, Schema now, Evolution evolution) {
        List<String> problems = new ArrayList<>();
        problems.addAll(reading("this build cannot read what was released", now, released));
        switch (evolution) {
            case FULL_TRANSITIVE ->
                problems.addAll(reading("the released build cannot read what this one writes", released, now));
            case BACKWARD_TRANSITIVE -> {}
        }
        return problems;
    }

    private static List<String> reading(String who, Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(problem ->
                        who + ": " + problem.getType() + " at " + problem.getLocation() + ", " + problem.getMessage())
                .toList();
    }
}
