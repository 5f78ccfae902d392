package io.vestibule.worker.handshake;

import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Who we are in a handshake.
 *
 * @param signer signs our events
 * @param versions the room versions that the homeserver can host
 * @param clock what time it is
 * @param random chooses event IDs in the room versions where the server does; cryptographically strong
 */
public record OurSide(EventSigner signer, List<RoomVersionId> versions, InstantSource clock, RandomGenerator random) {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int OPAQUE_LENGTH = 22;

    public OurSide {
        versions = List.copyOf(versions);
    }

    /** @return our server name */
    public ServerName server() {
        return signer.server();
    }

    /** @return a fresh opaque part of an event ID */
    String opaqueId() {
        StringBuilder id = new StringBuilder(OPAQUE_LENGTH);
        for (int n = 0; n < OPAQUE_LENGTH; n++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
