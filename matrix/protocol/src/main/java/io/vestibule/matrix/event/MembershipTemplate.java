package io.vestibule.matrix.event;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonValue;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.matrix.room.EventIdForm;
import io.vestibule.matrix.room.RoomVersionRules;
import java.util.Optional;

/**
 * What a resident server offers in {@code make_join}, {@code make_leave} or {@code make_knock}, checked to be about the
 * membership that was asked for (server-server API, "Joining Rooms"; the four checks before signing). Immutable.
 *
 * <p>The server is a stranger and the event will carry our signature, so only what places the event in the room is taken over:
 * {@code auth_events}, {@code prev_events}, {@code depth}, and who authorises a restricted join. Nothing else that the template
 * holds gets signed.
 */
public final class MembershipTemplate implements TemplateReading {

    private static final String AUTHORISING = "join_authorised_via_users_server";

    /**
     * The membership that was asked for.
     *
     * @param room       the room
     * @param user       our user
     * @param membership {@code join}, {@code leave} or {@code knock}
     */
    public record Wanted(RoomId room, UserId user, String membership) {}

    /**
     * What we add.
     *
     * @param originServerTs now, in milliseconds of Unix time
     * @param opaqueId       a fresh random part of the event ID, for room versions in which the server chooses it; else unused
     * @param content        more content, such as {@code displayname}, {@code avatar_url} and {@code reason}; its membership
     *     and authorising user, if it has any, are left out
     */
    public record Completion(long originServerTs, String opaqueId, JsonObject content) {}

    private final JsonObject event;
    private final Wanted wanted;
    private final RoomVersionRules rules;

    private MembershipTemplate(JsonObject event, Wanted wanted, RoomVersionRules rules) {
        this.event = event;
        this.wanted = wanted;
        this.rules = rules;
    }

    /** Checks a template against what was asked for. */
    public static TemplateReading read(JsonObject event, Wanted wanted, RoomVersionRules rules) {
        Optional<String> fault = expect(event, "room_id", wanted.room().value())
                .or(() -> expect(event, "sender", wanted.user().value()))
                .or(() -> expect(event, "state_key", wanted.user().value()))
                .or(() -> expect(event, "type", "m.room.member"))
                .or(() -> event.object("content")
                        .map(content -> expect(content, "membership", wanted.membership()))
                        .orElse(Optional.of("content is not an object")))
                .or(() -> present(event, "auth_events"))
                .or(() -> present(event, "prev_events"))
                .or(() -> present(event, "depth"));
        return fault.<TemplateReading>map(Malformed::new).orElseGet(() -> new MembershipTemplate(event, wanted, rules));
    }

    /**
     * @return the signed event, or why what the template offers gives none, such as too many {@code auth_events}
     */
    public PduReading complete(EventSigner signer, Completion completion) {
        JsonWriter draft = new JsonWriter()
                .beginObject()
                .field("type", "m.room.member")
                .field("room_id", wanted.room().value())
                .field("sender", wanted.user().value())
                .field("state_key", wanted.user().value())
                .field("origin_server_ts", completion.originServerTs());
        copy(draft, "auth_events");
        copy(draft, "prev_events");
        copy(draft, "depth");
        if (rules.redaction().keeps("origin")) {
            draft.field("origin", signer.server().value());
        }
        if (rules.format().eventId() == EventIdForm.GIVEN) {
            draft.field("event_id", "$" + completion.opaqueId() + ":" + signer.server());
        }
        content(draft.name("content"), completion);
        return signer.complete(draft.endObject().toObject(), rules);
    }

    private void content(JsonWriter draft, Completion completion) {
        draft.beginObject().field("membership", wanted.membership());
        if (rules.membership().restrictedJoins() && wanted.membership().equals("join")) {
            event.object("content")
                    .flatMap(content -> content.string(AUTHORISING))
                    .ifPresent(user -> draft.field(AUTHORISING, user));
        }
        for (JsonObject.Member member : completion.content()) {
            if (!member.name().equals("membership") && !member.name().equals(AUTHORISING)) {
                draft.field(member.name(), member.value());
            }
        }
        draft.endObject();
    }

    private void copy(JsonWriter draft, String name) {
        JsonValue value = event.get(name).orElseThrow();
        draft.field(name, value);
    }

    private static Optional<String> expect(JsonObject object, String name, String value) {
        return object.string(name).filter(value::equals).isPresent()
                ? Optional.empty()
                : Optional.of(name + " is not what was asked for");
    }

    private static Optional<String> present(JsonObject object, String name) {
        return object.has(name) ? Optional.empty() : Optional.of(name + " is missing");
    }
}
