package io.vestibule.matrix.federation.client;

/** Why a call brought no answer. */
public sealed interface FederationFailure {

    /** @return one line for people: what happened, with the culprit's name */
    String describe();

    /**
     * @return whether bytes of the request may have reached the server, so that it may have acted on it. A call that may
     *     have arrived is ambiguous: only the same request again, at the same server, can settle it.
     */
    boolean mayHaveArrived();

    /**
     * The name leads to no address.
     *
     * @param host the name that could not be resolved
     * @param reason why
     */
    record DnsFailed(String host, String reason) implements FederationFailure {
        @Override
        public String describe() {
            return "cannot resolve " + host + ": " + reason;
        }

        @Override
        public boolean mayHaveArrived() {
            return false;
        }
    }

    /**
     * The name leads only to addresses that we do not connect to.
     *
     * @param address one of them
     * @param range the blocked range that it lies in
     */
    record BlockedAddress(String address, String range) implements FederationFailure {
        @Override
        public String describe() {
            return "address " + address + " is in the blocked range " + range;
        }

        @Override
        public boolean mayHaveArrived() {
            return false;
        }
    }

    /**
     * No target accepted a connection.
     *
     * @param target the last one tried
     * @param reason why it did not
     */
    record Unreachable(String target, String reason) implements FederationFailure {
        @Override
        public String describe() {
            return "cannot connect to " + target + ": " + reason;
        }

        @Override
        public boolean mayHaveArrived() {
            return false;
        }
    }

    /**
     * A target accepted the connection, but not TLS as it must be.
     *
     * @param target where
     * @param certificateName what the certificate had to be for
     * @param reason what was wrong
     */
    record TlsFailed(String target, String certificateName, String reason) implements FederationFailure {
        @Override
        public String describe() {
            return "no TLS with " + target + " as " + certificateName + ": " + reason;
        }

        @Override
        public boolean mayHaveArrived() {
            return false;
        }
    }

    /**
     * The time ran out.
     *
     * @param step what it ran out at
     * @param mayHaveArrived whether the request had begun to leave
     */
    record TimedOut(String step, boolean mayHaveArrived) implements FederationFailure {
        @Override
        public String describe() {
            return "timed out " + step;
        }
    }

    /**
     * The connection broke after the request had begun to leave.
     *
     * @param reason how
     */
    record ConnectionLost(String reason) implements FederationFailure {
        @Override
        public String describe() {
            return "connection lost: " + reason;
        }

        @Override
        public boolean mayHaveArrived() {
            return true;
        }
    }

    /**
     * The body of the answer is larger than the caller takes.
     *
     * @param mostBytes how much that is
     */
    record TooLarge(long mostBytes) implements FederationFailure {
        @Override
        public String describe() {
            return "the answer is larger than " + mostBytes + " bytes";
        }

        @Override
        public boolean mayHaveArrived() {
            return true;
        }
    }

    /**
     * What came back is not HTTP as it must be.
     *
     * @param reason what is wrong with it
     */
    record BadAnswer(String reason) implements FederationFailure {
        @Override
        public String describe() {
            return "not a proper HTTP answer: " + reason;
        }

        @Override
        public boolean mayHaveArrived() {
            return true;
        }
    }
}
