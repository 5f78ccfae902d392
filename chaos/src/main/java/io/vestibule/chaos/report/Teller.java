package io.vestibule.chaos.report;

import io.vertx.core.json.JsonObject;
import io.vestibule.chaos.promise.Violation;
import java.io.PrintStream;

/** Tells what happens, as it happens: sentences, or lines of JSON. Thread-safe. */
public final class Teller {

    private final PrintStream out;
    private final boolean json;

    /** @param json whether for machines */
    public Teller(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** Says something to people; machines do not hear it. */
    public void say(String sentence) {
        if (!json) {
            print(sentence);
        }
    }

    /** Tells what came of a blow. */
    public void tell(Struck struck) {
        String recovered = struck.recovery()
                .map(took -> "serves again after " + took.toMillis() + " ms")
                .orElse("does NOT serve again");
        JsonObject object = new JsonObject()
                .put("seed", struck.seed())
                .put("fault", struck.kind().label());
        struck.recovery().ifPresent(took -> object.put("recovery_ms", took.toMillis()));
        struck.notPossible().ifPresent(why -> object.put("not_possible", why));
        print(
                json
                        ? object.encode()
                        : "  %-26s %s"
                                .formatted(
                                        struck.kind().label(),
                                        struck.notPossible()
                                                .map(why -> "not possible here: " + why)
                                                .orElse(recovered)));
    }

    /** Tells of a broken promise. */
    public void tell(long seed, Violation violation) {
        JsonObject object = new JsonObject()
                .put("seed", seed)
                .put("promise", violation.promise())
                .put("where", violation.where())
                .put("what", violation.what());
        print(json ? new JsonObject().put("violation", object).encode() : "VIOLATION, seed " + seed + ": " + violation);
    }

    /** Prints a line as it is. */
    public synchronized void print(String line) {
        out.println(line);
        out.flush();
    }
}
