package io.vestibule.ingress.users;

import io.vestibule.ingress.feed.Feed;
import io.vestibule.kit.health.HealthStatus;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.AppserviceNamespaces;
import java.time.Duration;

/**
 * Users as another source knows them, and beyond those the users of application services: an unknown user whose ID a service
 * has to itself exists if the service says so (Application Service API, "Querying"). Thread-safe.
 */
public final class AppserviceUsers implements LocalUsers {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final LocalUsers known;
    private final AppserviceFeed services;
    private final UserQuery query;

    private AppserviceUsers(LocalUsers known, AppserviceFeed services, UserQuery query) {
        this.known = known;
        this.services = services;
        this.query = query;
    }

    /**
     * Starts to follow the namespaces.
     *
     * @param known asked first; belongs to this from now on
     * @param namespaces the topic
     * @param query asks whether a user exists; belongs to this from now on
     * @throws IllegalStateException if the topic does not exist
     */
    public static AppserviceUsers start(LocalUsers known, Feed<AppserviceNamespaces> namespaces, UserQuery query) {
        return new AppserviceUsers(known, new AppserviceFeed(namespaces, PATIENCE), query);
    }

    @Override
    public Standing standing(UserId user) {
        Standing standing = known.standing(user);
        if (standing != Standing.UNKNOWN) {
            return standing;
        }
        return switch (services.ownership(user)) {
            case OWNED -> query.ask(user);
            case FREE -> Standing.UNKNOWN;
            case NOT_KNOWN_YET -> Standing.NOT_KNOWN_YET;
        };
    }

    @Override
    public Filtered filter(UserId user, UserId sender) {
        return known.filter(user, sender);
    }

    @Override
    public HealthStatus status() {
        HealthStatus status = known.status();
        return status instanceof HealthStatus.Up
                ? HealthStatus.of(!services.isFailing(), "the namespaces of application services cannot be read")
                : status;
    }

    @Override
    public int size() {
        return known.size();
    }

    @Override
    public void close() {
        services.close();
        query.close();
        known.close();
    }
}
