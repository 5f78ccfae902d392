package io.vestibule.verifier;

/**
 * A promise that was not kept. Immutable.
 *
 * @param check the check that found it
 * @param place the record that shows it
 * @param room the room, empty when it is about none
 * @param user the user, empty when it is about none
 * @param expected what the promise asks for
 * @param seen what is there instead
 */
public record Violation(String check, Place place, String room, String user, String expected, String seen) {

    @Override
    public String toString() {
        return check + " at " + place + " " + room + " " + user + ": expected " + expected + "; seen " + seen;
    }
}
