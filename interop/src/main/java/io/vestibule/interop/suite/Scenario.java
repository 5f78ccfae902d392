package io.vestibule.interop.suite;

import java.util.List;

/**
 * A story between Vestibule and real servers.
 *
 * @param name its name, as given to {@code --only}
 * @param title what it shows, one line
 * @param versions the room versions it is told in
 * @param story the story itself
 */
public record Scenario(String name, String title, List<String> versions, Story story) {

    /** Every room version of which the suite speaks. */
    public static final List<String> ALL_VERSIONS = List.of("1", "6", "9", "10", "11", "12");

    public Scenario {
        versions = List.copyOf(versions);
    }

    /** Tells a scenario in one room version; throws {@link Unmet} where an expectation does not hold. */
    @FunctionalInterface
    public interface Story {
        void tell(Stage stage, String version) throws Exception;
    }
}
