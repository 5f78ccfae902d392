package io.vestibule.appservice.registration;

import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Application services that fit together: no ID and no token of a service twice. Immutable.
 *
 * @param byId each by its ID, in the order of the files
 */
public record Registrations(Map<AppserviceId, Registration> byId) {

    public Registrations {
        byId = Map.copyOf(byId);
    }

    /**
     * @return the content of each file, to tell whether something has changed
     * @throws RegistrationException if a file cannot be read; the message names it
     */
    public static Map<Path, String> contents(List<Path> files) {
        Map<Path, String> contents = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                contents.put(file, Files.readString(file));
            } catch (IOException e) {
                throw new RegistrationException(file.toString(), "cannot be read: " + e, e);
            }
        }
        return contents;
    }

    /**
     * @param contents files with their content
     * @throws RegistrationException if one cannot be used, or two claim the same ID or token; nothing is half taken
     */
    public static Registrations parse(Map<Path, String> contents) {
        Map<AppserviceId, Registration> byId = new LinkedHashMap<>();
        Map<AppserviceId, Path> idsOf = new HashMap<>();
        Map<String, Path> tokensOf = new HashMap<>();
        contents.forEach((file, yaml) -> {
            Registration read = RegistrationFile.parse(file.toString(), yaml);
            Path sameId = idsOf.put(read.id(), file);
            if (sameId != null) {
                throw new RegistrationException(
                        file.toString(), "the id \"" + read.id() + "\" is that of " + sameId + " too");
            }
            Path sameToken = tokensOf.put(read.asToken().value(), file);
            if (sameToken != null) {
                throw new RegistrationException(file.toString(), "the as_token is that of " + sameToken + " too");
            }
            byId.put(read.id(), read);
        });
        return new Registrations(byId);
    }

    /** @return all of them */
    public Collection<Registration> all() {
        return byId.values();
    }

    /** @return the services that have the local user's ID to themselves */
    public List<Registration> ownersOf(UserId user) {
        return byId.values().stream()
                .filter(service -> service.namespaces().owns(user))
                .toList();
    }
}
