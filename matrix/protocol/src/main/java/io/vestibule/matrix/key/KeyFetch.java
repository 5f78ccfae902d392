package io.vestibule.matrix.key;

import java.util.List;

/** How a fetch of keys ended. */
public sealed interface KeyFetch {

    /** @param answers verified answers about the server, the server's own before a notary's; at least one */
    record Fetched(List<ServerKeys> answers) implements KeyFetch {
        public Fetched {
            answers = List.copyOf(answers);
            if (answers.isEmpty()) {
                throw new IllegalArgumentException("fetched without an answer");
            }
        }
    }

    /** @param reason what went wrong, for logs and answers */
    record Failed(String reason) implements KeyFetch {}
}
