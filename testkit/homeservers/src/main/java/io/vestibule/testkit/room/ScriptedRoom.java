package io.vestibule.testkit.room;

import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.testkit.wire.EventFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A room, shared by all the scripted servers that are in it. The first event is made by {@link #create}; from then on every
 * event cites the events that the authorisation rules need and the one before it. Safe for use by several threads.
 */
public final class ScriptedRoom {

    private final EventFormat format;
    private final RoomState state = new RoomState();
    private final MembershipRules rules;
    private final EventDrafts drafts;
    private final Identity creator;
    private final UserId creatorUser;
    private final Set<ServerName> residents = new LinkedHashSet<>();
    private @Nullable RoomId id;

    private ScriptedRoom(EventFormat format, Identity creator, UserId creatorUser) {
        this.format = format;
        this.creator = creator;
        this.creatorUser = creatorUser;
        this.rules = new MembershipRules(state, format.roomIdIsCreateHash());
        this.drafts = new EventDrafts(format, state);
    }

    /**
     * Makes an invite-only room as {@code POST /createRoom} does: create, the creator's join, power levels, join rules.
     *
     * @param version a stable room version
     * @param creator the creator's server
     * @param localpart the creator, who also gets power level 100
     * @param name the room's name
     * @return the room
     */
    public static ScriptedRoom create(RoomVersionId version, Identity creator, String localpart, String name) {
        UserId user = creator.user(localpart);
        ScriptedRoom room = new ScriptedRoom(new EventFormat(version), creator, user);
        room.addCreate(name);
        room.residents.add(creator.server());
        room.append(creator, room.member(user, user, "join"));
        JsonObject users =
                room.format.roomIdIsCreateHash() ? new JsonObject() : new JsonObject().put(user.value(), 100);
        room.addState(creator, user, "m.room.power_levels", new JsonObject().put("users", users));
        room.addState(creator, user, "m.room.join_rules", new JsonObject().put("join_rule", "invite"));
        room.addState(creator, user, "m.room.name", new JsonObject().put("name", name));
        return room;
    }

    private void addCreate(String name) {
        JsonObject content =
                new JsonObject().put("room_version", format.version().value());
        if (format.createNamesCreator()) {
            content.put("creator", creatorUser.value());
        }
        if (!format.roomIdIsCreateHash()) {
            String opaque = Long.toHexString(System.nanoTime()) + Integer.toHexString(name.hashCode());
            id = RoomId.of("!" + opaque + ":" + creator.server());
        }
        RoomEvent create = sign(creator, drafts.draft(id, creatorUser, "m.room.create", "", content));
        if (format.roomIdIsCreateHash()) {
            id = RoomId.of("!" + create.id().value().substring(1));
        }
        state.add(create);
    }

    /** @return the room's ID */
    public RoomId id() {
        return Objects.requireNonNull(id);
    }

    /** @return how this room's events are written */
    public EventFormat format() {
        return format;
    }

    /** @return the room version */
    public RoomVersionId version() {
        return format.version();
    }

    /** @return whether a server takes part and therefore answers for the room */
    public synchronized boolean isResident(ServerName server) {
        return residents.contains(server);
    }

    /** @return the servers in the room, in the order in which they came */
    public synchronized List<ServerName> residents() {
        return List.copyOf(residents);
    }

    /** @return the current membership of a user; empty if there never was one */
    public synchronized String membership(UserId user) {
        return state.membership(user);
    }

    /** @return the user's current member event */
    public synchronized Optional<RoomEvent> memberEvent(UserId user) {
        return state.member(user);
    }

    /** @return how many member events of the user the room ever took, invites included */
    public synchronized long memberEvents(UserId user) {
        return state.all().stream()
                .filter(event ->
                        event.type().equals("m.room.member") && event.stateKey().equals(user.value()))
                .count();
    }

    /** @return an event by its ID */
    public synchronized Optional<RoomEvent> event(EventId eventId) {
        return state.event(eventId);
    }

    /** @return the current state */
    public synchronized List<RoomEvent> state() {
        return state.current();
    }

    /** @return the create event */
    public synchronized RoomEvent createEvent() {
        return state.get("m.room.create", "").orElseThrow();
    }

    /** The creator invites a user of a further server, who joins: the server becomes resident. */
    public synchronized RoomEvent settle(Identity server, String localpart) {
        UserId user = server.user(localpart);
        change(creator, creatorUser, user, "invite");
        residents.add(server.server());
        return append(server, member(user, user, "join"));
    }

    /** Adds a state event with an empty state key. */
    public synchronized RoomEvent addState(Identity server, UserId sender, String type, JsonObject content) {
        return append(server, drafts.draft(id, sender, type, "", content));
    }

    /**
     * Makes a signed member event and does not add it, as an inviting server does before the invited one has answered.
     *
     * @throws RoomRefusal if the rules forbid it
     */
    public synchronized RoomEvent prepare(Identity server, UserId sender, UserId target, String membership) {
        rules.check(sender, target, membership);
        return sign(server, member(sender, target, membership));
    }

    /** Makes and adds a member event: a kick, a ban, an invite that nobody is told of. */
    public synchronized RoomEvent change(Identity server, UserId sender, UserId target, String membership) {
        RoomEvent event = prepare(server, sender, target, membership);
        state.add(event);
        return event;
    }

    /**
     * Adds an event that was signed elsewhere. An event that the room has already changes nothing.
     *
     * @return the state of the room before the event
     * @throws RoomRefusal if the rules forbid it
     */
    public synchronized List<RoomEvent> accept(RoomEvent event) {
        if (state.event(event.id()).isEmpty()) {
            UserId sender = UserId.of(event.json().getString("sender"));
            rules.check(sender, UserId.of(event.stateKey()), event.membership());
            state.add(event);
        }
        return state.before(event.id());
    }

    /**
     * @return an unsigned template for a user's own join or leave, with everything but hashes and signatures
     * @throws RoomRefusal if the rules forbid it
     */
    public synchronized JsonObject template(UserId user, String membership, ServerName origin) {
        rules.check(user, user, membership);
        JsonObject template = member(user, user, membership);
        template.remove("event_id");
        return template.put("origin", origin.value());
    }

    /** @return the events that the state's authorisation rests on, each once */
    public synchronized List<RoomEvent> authChain(List<RoomEvent> of) {
        Map<EventId, RoomEvent> chain = new LinkedHashMap<>();
        List<RoomEvent> open = new ArrayList<>(of);
        while (!open.isEmpty()) {
            for (EventId cited : EventCitations.authEvents(open.removeLast().json())) {
                RoomEvent event = state.event(cited).orElseThrow();
                if (chain.put(cited, event) == null) {
                    open.add(event);
                }
            }
        }
        return List.copyOf(chain.values());
    }

    private RoomEvent append(Identity server, JsonObject draft) {
        RoomEvent event = sign(server, draft);
        state.add(event);
        return event;
    }

    private JsonObject member(UserId sender, UserId target, String membership) {
        JsonObject content = new JsonObject().put("membership", membership);
        return drafts.draft(id, sender, "m.room.member", target.value(), content);
    }

    private RoomEvent sign(Identity server, JsonObject draft) {
        JsonObject signed = format.hashAndSign(draft, server.server(), server.key());
        return new RoomEvent(format.idOf(signed), signed);
    }
}
