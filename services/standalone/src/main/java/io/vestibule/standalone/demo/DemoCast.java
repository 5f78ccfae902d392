package io.vestibule.standalone.demo;

import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.testkit.server.TemplateFlaw;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The homeservers of the demo.
 *
 * @param alices where the inviter lives; goes offline after inviting
 * @param dead never listens
 * @param slow takes longer than anybody waits
 * @param liar answers with a template that would make somebody else leave
 * @param strict refuses with 403 M_FORBIDDEN
 * @param good an honest resident
 */
record DemoCast(
        ScriptedHomeserver alices,
        ScriptedHomeserver dead,
        ScriptedHomeserver slow,
        ScriptedHomeserver liar,
        ScriptedHomeserver strict,
        ScriptedHomeserver good) {

    private static final Duration TOO_LONG = Duration.ofMinutes(10);

    static DemoCast on(FederationWorld world) {
        DemoCast cast = new DemoCast(
                world.server("a.example"),
                world.server("dead.example"),
                world.server("slow.example"),
                world.server("liar.example"),
                world.server("strict.example"),
                world.server("good.example"));
        cast.dead.goOffline();
        cast.slow.script().everyHandshake(Fault.after(TOO_LONG));
        cast.liar.script().everyHandshake(Fault.badTemplate(TemplateFlaw.WRONG_SENDER));
        cast.strict.script().everyHandshake(Fault.forbidden());
        return cast;
    }

    /** Each server with what it is in the play. */
    Map<ScriptedHomeserver, String> roles() {
        Map<ScriptedHomeserver, String> roles = new LinkedHashMap<>();
        roles.put(alices, "the inviter's; goes offline after inviting");
        roles.put(dead, "never listens");
        roles.put(slow, "takes every request and does not answer");
        roles.put(liar, "answers with events that nobody may sign");
        roles.put(strict, "refuses everybody with 403 M_FORBIDDEN");
        roles.put(good, "an honest resident");
        return roles;
    }
}
