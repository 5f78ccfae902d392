package io.vestibule.console.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.console.board.InviteRow;
import io.vestibule.console.command.BadRequest;
import io.vestibule.schemas.InviteStateType;
import java.util.Base64;

/** Where a list goes on, as a text without meaning for the caller. */
final class Cursor {

    private static final String NUL = "\0";

    private Cursor() {}

    static String after(InviteRow row) {
        String place = row.since() + NUL + row.room() + NUL + row.user();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(UTF_8));
    }

    static InviteRow read(String cursor) throws BadRequest {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(cursor), UTF_8).split(NUL, -1);
            if (parts.length == 3) {
                return new InviteRow(
                        parts[1], parts[2], InviteStateType.UNKNOWN, "", "", Long.parseLong(parts[0]), false, false);
            }
        } catch (IllegalArgumentException malformed) {
            throw unusable();
        }
        throw unusable();
    }

    private static BadRequest unusable() {
        return new BadRequest("M_INVALID_PARAM", "\"after\" must be what \"next\" of an answer was");
    }
}
