package io.vestibule.ingress.users;

import io.vestibule.kit.health.HealthStatus;
import io.vestibule.matrix.id.UserId;

/** Without a feed, every well-formed user ID of our server name is taken as an existing user. */
public final class AnyLocalUser implements LocalUsers {

    @Override
    public Standing standing(UserId user) {
        return Standing.TAKES_INVITES;
    }

    @Override
    public HealthStatus status() {
        return HealthStatus.UP;
    }

    @Override
    public void close() {}
}
