package io.vestibule.schemas.serde;

import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Lets Avro instantiate Vestibule's generated records. Avro refuses classes it was not told of, which is otherwise done by
 * a system property on every command line.
 */
final class TrustedClasses {

    private static final String GENERATED = "io.vestibule.schemas";

    private TrustedClasses() {}

    /** Adds the generated package to what is trusted in this process already; safe to repeat. */
    static void trust() {
        synchronized (TrustedClasses.class) {
            ClassSecurityPredicate present = ClassSecurityValidator.getGlobal();
            if (!(present instanceof GeneratedRecords)) {
                ClassSecurityValidator.setGlobal(new GeneratedRecords(present));
            }
        }
    }

    private record GeneratedRecords(ClassSecurityPredicate others) implements ClassSecurityPredicate {
        @Override
        public boolean isTrusted(Class<?> type) {
            return type.getPackageName().equals(GENERATED) || others.isTrusted(type);
        }

        @Override
        public void forbiddenClass(String name) {
            others.forbiddenClass(name);
        }
    }
}
