package io.vestibule.chaos.hostile;

import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.JoinFlaw;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.testkit.server.TemplateFlaw;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a homeserver treats those who want to join. */
enum Manner {
    /** Does what it is asked; in most rooms it is not, and says so. */
    HONEST(Kind.HONEST),
    /** Refuses connections. */
    REFUSES(Kind.DEAD),
    /** Takes the request and never answers. */
    HANGS(Kind.DEAD),
    /** Closes the connection. */
    HANGS_UP(Kind.DEAD),
    /** Answers a byte a second. */
    DRIPS(Kind.DEAD),
    /** Answers 500. */
    FAILS(Kind.DEAD),
    /** Answers 429, and asks for a minute. */
    DELAYS(Kind.DEAD),
    /** Answers 404 to the endpoint. */
    KNOWS_NOTHING(Kind.DEAD),
    /** Has a certificate that ran out. */
    EXPIRED(Kind.DEAD),
    /** Has a name that does not exist. */
    NOWHERE(Kind.DEAD),
    /** Redirects for ever. */
    REDIRECTS(Kind.LIAR),
    /** Answers a gigabyte. */
    FLOODS(Kind.LIAR),
    /** Offers templates that must not be signed: another room, user, type, membership. */
    LIES_IN_TEMPLATES(Kind.LIAR),
    /** Says that the room has another version. */
    LIES_ABOUT_VERSIONS(Kind.LIAR),
    /** Takes the join, and answers without the room's create event. */
    LIES_IN_STATE(Kind.LIAR),
    /** Takes the join, and answers with a state whose signatures are all wrong. */
    FORGES(Kind.LIAR),
    /** Takes the join, and answers with nothing. */
    HIDES_STATE(Kind.LIAR);

    /** What its manner makes it. */
    enum Kind {
        HONEST,
        DEAD,
        LIAR
    }

    private static final long GIGABYTE = 1L << 30;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration BYTE_PAUSE = Duration.ofSeconds(1);
    private static final List<TemplateFlaw> TEMPLATES = List.of(TemplateFlaw.values());

    private final Kind kind;

    Manner(Kind kind) {
        this.kind = kind;
    }

    boolean isHonest() {
        return kind == Kind.HONEST;
    }

    /** Whether it answers, if with nonsense: it has to be in the room for that. */
    boolean isLiar() {
        return kind == Kind.LIAR;
    }

    /** Whether the room has the join all the same, so that it comes about through it. */
    boolean letsIn() {
        return this == FORGES;
    }

    static List<Manner> of(Kind kind) {
        return Arrays.stream(values()).filter(each -> each.kind == kind).toList();
    }

    /** Starts a server of this manner. */
    ScriptedHomeserver start(FederationWorld world, int number) {
        String nickname = name().toLowerCase(Locale.ROOT).replace('_', '-') + number + ".example";
        ScriptedHomeserver server =
                this == EXPIRED ? world.serverWithExpiredCertificate(nickname) : world.server(nickname);
        switch (this) {
            case HONEST, EXPIRED, NOWHERE -> {}
            case REFUSES -> server.goOffline();
            case HANGS -> server.script().everyHandshake(Fault.hang());
            case HANGS_UP -> server.script().everyHandshake(Fault.disconnect());
            case DRIPS -> server.script().everyHandshake(Fault.drip(BYTE_PAUSE));
            case FAILS -> server.script().everyHandshake(Fault.serverError());
            case DELAYS -> server.script().everyHandshake(Fault.rateLimited(LONG));
            case KNOWS_NOTHING -> server.script().everyHandshake(Fault.unrecognised());
            case REDIRECTS -> server.script().everyHandshake(Fault.redirect());
            case FLOODS -> server.script().everyHandshake(Fault.flood(GIGABYTE));
            case LIES_IN_TEMPLATES ->
                server.script().everyHandshake(Fault.badTemplate(TEMPLATES.get(number % TEMPLATES.size())));
            case LIES_ABOUT_VERSIONS ->
                server.script().everyHandshake(Fault.badTemplate(TemplateFlaw.OTHER_ROOM_VERSION));
            case LIES_IN_STATE -> answersJoins(server, JoinFlaw.NO_CREATE);
            case FORGES -> answersJoins(server, JoinFlaw.WRONG_SIGNATURES);
            case HIDES_STATE -> answersJoins(server, JoinFlaw.NO_STATE);
        }
        return server;
    }

    private static void answersJoins(ScriptedHomeserver server, JoinFlaw flaw) {
        server.script().always(Route.SEND_JOIN, Fault.badJoin(flaw));
    }
}
