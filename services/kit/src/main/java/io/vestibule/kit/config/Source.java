package io.vestibule.kit.config;

/** Where a value of the configuration was set. */
public sealed interface Source {

    /** Nowhere: the built-in default. */
    record Default() implements Source {
        @Override
        public String toString() {
            return "default";
        }
    }

    /**
     * In the YAML file.
     *
     * @param file the file's name as it was given
     * @param line the line of the value, from 1
     */
    record FileLine(String file, int line) implements Source {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    /**
     * In the environment, which wins over the file.
     *
     * @param variable the variable's name
     */
    record Environment(String variable) implements Source {
        @Override
        public String toString() {
            return "env " + variable;
        }
    }

    /** By code or by an option of the command line, which wins over everything. */
    record Explicit() implements Source {
        @Override
        public String toString() {
            return "override";
        }
    }
}
