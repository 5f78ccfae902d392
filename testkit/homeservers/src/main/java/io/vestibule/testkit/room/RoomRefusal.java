package io.vestibule.testkit.room;

/** The authorisation rules forbid what was asked; a server answers 403 {@code M_FORBIDDEN}. */
public final class RoomRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RoomRefusal(String message) {
        super(message);
    }
}
