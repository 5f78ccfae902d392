package io.vestibule.matrix.room;

import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.json.JsonRules;
import io.vestibule.matrix.json.JsonSelection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The room versions that are known, each derived from the one before it. Thread-safe. */
public final class RoomVersions {

    private static final long DEPTH_BEFORE_STRICT_JSON = Long.MAX_VALUE - 1;
    private static final long DEPTH_IN_STRICT_JSON = (1L << 53) - 1;

    /** Event IDs are chosen by the sending server; events refer to others by ID and hash. */
    public static final RoomVersionRules V1 = first();

    /** Another state resolution, which is no concern of a server outside the room. */
    public static final RoomVersionRules V2 = V1.next("2");

    /** Event IDs are hashes. */
    public static final RoomVersionRules V3 = V2.next("3")
            .with(V2.format().withEventId(EventIdForm.HASH, ReferenceForm.IDS))
            .with(V2.signatures().withoutEventIdServer());

    /** Event IDs are URL-safe. */
    public static final RoomVersionRules V4 =
            V3.next("4").with(V3.format().withEventId(EventIdForm.URL_SAFE_HASH, ReferenceForm.IDS));

    /** Keys must have been valid when the event was made. */
    public static final RoomVersionRules V5 = V4.next("5").with(V4.signatures().withKeyValidity());

    /** Strict canonical JSON; alias events are no longer special. */
    public static final RoomVersionRules V6 = V5.next("6")
            .with(V5.format().withJson(JsonRules.STRICT, DEPTH_IN_STRICT_JSON))
            .with(V5.redaction().withoutContent("m.room.aliases"));

    /** Knocking. */
    public static final RoomVersionRules V7 = V6.next("7").with(new MembershipRules(true, false, false));

    /** Restricted joins. */
    public static final RoomVersionRules V8 = V7.next("8")
            .with(new MembershipRules(true, true, false))
            .with(V7.signatures().withAuthorisingServer())
            .with(V7.redaction().withContent("m.room.join_rules", "join_rule", "allow"));

    /** Redaction keeps who authorised a restricted join. */
    public static final RoomVersionRules V9 = V8.next("9")
            .with(V8.redaction().withContent("m.room.member", "membership", "join_authorised_via_users_server"));

    /** Knocking and restricted joins combined. */
    public static final RoomVersionRules V10 = V9.next("10").with(new MembershipRules(true, true, true));

    /** Redaction overhauled. */
    public static final RoomVersionRules V11 = V10.next("11").with(overhauled(V10.redaction()));

    /** The room ID is the hash of the create event. */
    public static final RoomVersionRules V12 =
            V11.next("12").with(V11.format().withRoomId(RoomIdForm.CREATE_EVENT_HASH));

    private static final List<RoomVersionRules> ALL = List.of(V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12);

    private RoomVersions() {}

    /** @return the rules of a version, or empty if it is not known */
    public static Optional<RoomVersionRules> find(RoomVersionId id) {
        return ALL.stream().filter(rules -> rules.id().equals(id)).findFirst();
    }

    /** @return every known version, oldest first */
    public static List<RoomVersionRules> all() {
        return ALL;
    }

    private static RoomVersionRules first() {
        return new RoomVersionRules(
                RoomVersionId.of("1"),
                new EventFormat(
                        JsonRules.LENIENT,
                        EventIdForm.GIVEN,
                        ReferenceForm.PAIRS,
                        RoomIdForm.GIVEN,
                        DEPTH_BEFORE_STRICT_JSON),
                firstRedaction(),
                new SignatureRules(false, true, false),
                new MembershipRules(false, false, false));
    }

    private static RedactionRules firstRedaction() {
        return RedactionRules.of(Set.of(
                        "event_id",
                        "type",
                        "room_id",
                        "sender",
                        "state_key",
                        "content",
                        "hashes",
                        "signatures",
                        "depth",
                        "prev_events",
                        "prev_state",
                        "auth_events",
                        "origin",
                        "origin_server_ts",
                        "membership"))
                .withContent("m.room.member", "membership")
                .withContent("m.room.create", "creator")
                .withContent("m.room.join_rules", "join_rule")
                .withContent("m.room.power_levels", powerLevels())
                .withContent("m.room.history_visibility", "history_visibility")
                .withContent("m.room.aliases", "aliases");
    }

    private static String[] powerLevels(String... more) {
        List<String> kept =
                List.of("ban", "events", "events_default", "kick", "redact", "state_default", "users", "users_default");
        return Stream.concat(kept.stream(), List.of(more).stream()).toArray(String[]::new);
    }

    private static RedactionRules overhauled(RedactionRules before) {
        JsonSelection member = JsonSelection.only(Map.of(
                "membership", JsonSelection.ALL,
                "join_authorised_via_users_server", JsonSelection.ALL,
                "third_party_invite", JsonSelection.only("signed")));
        return before.withoutTopLevel("origin", "membership", "prev_state")
                .withContent("m.room.member", member)
                .withContent("m.room.create", JsonSelection.ALL)
                .withContent("m.room.power_levels", powerLevels("invite"))
                .withContent("m.room.redaction", "redacts");
    }
}
