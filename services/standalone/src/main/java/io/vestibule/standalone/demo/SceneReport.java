package io.vestibule.standalone.demo;

import io.vestibule.schemas.ServerAttempt;
import java.time.Duration;
import java.util.List;

/**
 * What came of a scene.
 *
 * @param scene its name
 * @param room the room's ID
 * @param user the user's ID
 * @param outcome the command's outcome, or what took its place
 * @param order the servers that were asked, by nickname, each once in the order of their first attempt
 * @param attempts every attempt
 * @param took from the command to its outcome
 * @param complaints which expectations did not hold, empty if all did
 */
record SceneReport(
        String scene,
        String room,
        String user,
        String outcome,
        List<String> order,
        List<ServerAttempt> attempts,
        Duration took,
        List<String> complaints) {

    SceneReport {
        order = List.copyOf(order);
        attempts = List.copyOf(attempts);
        complaints = List.copyOf(complaints);
    }

    boolean held() {
        return complaints.isEmpty();
    }
}
