package io.vestibule.schemas.serde;

import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Lets Avro instantiate Vestibule's generated records. Avro refuses classes that it was not told of, which is otherwise
 * done by a system property on every command line.
 *
 * <p>Generated records call {@link #model()} when they are loaded (the build puts the call there), so that no caller has
 * to remember anything; deserializers call {@link #trust()} because they may name a record before it is loaded.
 */
public final class GeneratedRecords {

    private static final String PACKAGE = "io.vestibule.schemas";

    private GeneratedRecords() {}

    /**
     * Records of this model are written by the code that is generated with them, not field by field over the schema.
     *
     * @return a data model for one generated record; the records are trusted from here on
     */
    public static SpecificData model() {
        trust();
        SpecificData model = new SpecificData();
        model.setCustomCoders(true);
        return model;
    }

    /** Adds the generated package to what this process trusts already; safe to repeat. */
    static void trust() {
        synchronized (GeneratedRecords.class) {
            ClassSecurityPredicate present = ClassSecurityValidator.getGlobal();
            if (!(present instanceof Trusted)) {
                ClassSecurityValidator.setGlobal(new Trusted(present));
            }
        }
    }

    private record Trusted(ClassSecurityPredicate others) implements ClassSecurityPredicate {
        @Override
        public boolean isTrusted(Class<?> type) {
            return type.getPackageName().equals(PACKAGE) || others.isTrusted(type);
        }

        @Override
        public void forbiddenClass(String name) {
            others.forbiddenClass(name);
        }
    }
}
