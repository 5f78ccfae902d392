package io.vestibule.fuzz;

import java.util.Locale;

/** What is fuzzed. */
public enum Target {
    /** Canonical JSON, strict and lenient. */
    CANONICAL(CanonicalTarget::run),
    /** Events of every room version. */
    EVENT(EventTarget::run),
    /** The header that signs a request. */
    XMATRIX(XMatrixTarget::run),
    /** Names of servers, users, rooms and events. */
    SERVER_NAME(NameTarget::run),
    /** IP addresses in text, address ranges, and the guard. */
    ADDRESS(AddressTarget::run),
    /** Bodies and redirects of well-known resources. */
    WELL_KNOWN(WellKnownTarget::run),
    /** Answers to questions for keys. */
    KEYS(KeysTarget::run),
    /** Bodies of invites, of all three endpoints. */
    INVITE(InviteTarget::run),
    /** Answers to make_join and make_leave, up to the event that is signed. */
    TEMPLATE(TemplateTarget::run),
    /** Answers to send_join, in one piece and in many. */
    SEND_JOIN(SendJoinTarget::run);

    /** One parser and its property. */
    @FunctionalInterface
    interface Property {

        /** @throws BrokenPropertyException if the parser does not do what it should */
        void check(byte[] input) throws InterruptedException;
    }

    private final Property property;

    Target(Property property) {
        this.property = property;
    }

    /** @return the name on the command line, and of the folder with its corpus */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Runs the parser once.
     *
     * @throws BrokenPropertyException if it does not do what it should
     */
    public void check(byte[] input) {
        try {
            property.check(input);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
