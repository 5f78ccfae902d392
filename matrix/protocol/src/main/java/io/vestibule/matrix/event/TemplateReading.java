package io.vestibule.matrix.event;

/** What reading a template has given: one that may be signed, or why it must not. */
public sealed interface TemplateReading permits MembershipTemplate, TemplateReading.Malformed {

    /**
     * A template that must not be signed; another server may give a better one.
     *
     * @param detail what is wrong with it, for people
     */
    record Malformed(String detail) implements TemplateReading {}
}
