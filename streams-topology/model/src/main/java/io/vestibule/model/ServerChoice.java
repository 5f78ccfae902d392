package io.vestibule.model;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whom to ask now: the candidates but those that the room's ACL denies, who become attempts that everybody can read. */
final class ServerChoice {

    private final Draft draft;
    private final Rules rules;

    ServerChoice(Draft draft, Rules rules) {
        this.draft = draft;
        this.rules = rules;
    }

    /** @return the servers of the walk in flight, in order; who is left out is recorded */
    List<Candidate> choose(UserId user, @Nullable Invitation invite, boolean ownInviteOnly) {
        return permitted(user, all(invite, ownInviteOnly));
    }

    /** @return the servers of a background leave */
    List<Candidate> few(Invitation invite, boolean ownInviteOnly) {
        ServerAcl acl = draft.room().acl();
        List<Candidate> permitted = permitted(all(invite, ownInviteOnly), acl);
        return permitted(Candidates.few(permitted, invite, rules), acl);
    }

    private List<Candidate> all(@Nullable Invitation invite, boolean ownInviteOnly) {
        return invite != null && ownInviteOnly
                ? Candidates.ofInvite(invite, rules)
                : Candidates.ofRoom(draft.room().routes(), invite, rules, draft.now());
    }

    /** @return those that the ACL permits; the others are recorded once for the walk in flight */
    List<Candidate> permitted(UserId user, List<Candidate> candidates) {
        Walk walk = Edit.walkOf(draft.state(user));
        List<Candidate> denied = candidates.stream()
                .filter(candidate -> !permits(candidate.server()))
                .filter(candidate -> walk == null || !walk.tellsDenialOf(candidate.server()))
                .toList();
        if (!denied.isEmpty()) {
            draft.record(user, new Fact.ServersDenied(denied));
        }
        return permitted(candidates, draft.room().acl());
    }

    boolean permits(ServerName server) {
        ServerAcl acl = draft.room().acl();
        return acl == null || acl.permits(server);
    }

    static List<Candidate> permitted(List<Candidate> candidates, @Nullable ServerAcl acl) {
        return acl == null
                ? candidates
                : candidates.stream()
                        .filter(candidate -> acl.permits(candidate.server()))
                        .toList();
    }

    /** @return why a walk has nobody to ask */
    static String whyNone(Walk walk) {
        return walk.isDeniedEverywhere()
                ? "the room's server ACL denies every server that leads into it"
                : "there is no server to ask";
    }
}
