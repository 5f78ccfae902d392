package io.vestibule.ingress.check;

import io.vestibule.kit.config.IngressConfig.StateChecks;
import io.vestibule.kit.config.StateCheck;
import io.vestibule.matrix.api.Decoded;
import io.vestibule.matrix.api.InviteWithAuth;
import io.vestibule.matrix.api.MatrixErrorCode;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SignatureVerdict;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.key.KeyRing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Holds the stripped state of an invite to MSC4311, as strictly as configured, and the create event of an invite with auth
 * to MSC4329 in any case. Thread-safe.
 */
public final class StateChecker {

    /** For an invite that is taken either way, its answer does not wait long for a third server's keys. */
    private static final Duration PATIENCE_WHEN_WARNING = Duration.ofSeconds(2);

    private final EventSignatures signatures;
    private final KeyRing keys;
    private final ExecutorService threads;
    private final StateChecks levels;
    private final Duration patience;

    /**
     * @param ed25519 does the arithmetic
     * @param keys where the servers' keys come from
     * @param threads makes a virtual thread for each look-up
     * @param levels how strict to be
     * @param patience how long keys may take where the answer depends on them
     */
    public StateChecker(Ed25519 ed25519, KeyRing keys, ExecutorService threads, StateChecks levels, Duration patience) {
        this.signatures = new EventSignatures(ed25519);
        this.keys = keys;
        this.threads = threads;
        this.levels = levels;
        this.patience = patience;
    }

    /** @return the level for an invite of this room version */
    public StateCheck level(InviteClaim claim) {
        return CreateEvents.isProvenByHash(claim.event().rules()) ? levels.fromV12() : levels.beforeV12();
    }

    /**
     * Checks the state that came with a verified invite. May block for keys.
     *
     * @return the state as it goes on, or the error to answer with
     */
    public Decoded<CheckedState> check(InviteClaim claim) {
        return new Check(claim, level(claim)).run();
    }

    /** The check of one invite. */
    private final class Check {

        private final InviteClaim claim;
        private final StateCheck level;
        private final InviteWithAuth.@Nullable State withAuth;
        private final List<Finding> findings = new ArrayList<>();
        private final List<StrippedEntry> kept = new ArrayList<>();
        private final List<Pdu> entriesToVerify = new ArrayList<>();
        private @Nullable Pdu create;

        Check(InviteClaim claim, StateCheck level) {
            this.claim = claim;
            this.level = level;
            this.withAuth = claim.request().companions().state();
        }

        Decoded<CheckedState> run() {
            claim.request().companions().inviteRoomState().forEach(this::sort);
            if (withAuth != null || level != StateCheck.OFF) {
                proveCreate();
            }
            if (level == StateCheck.FULL) {
                verifyEntries();
            }
            Optional<Finding> fatal = findings.stream().filter(this::refuses).findFirst();
            if (fatal.isPresent()) {
                return Errors.invalid(fatal.get().detail());
            }
            return federates() ? new Decoded.Ok<>(result()) : closedRoom();
        }

        private void sort(JsonObject json) {
            Optional<StrippedEntry> entry = StrippedEntry.read(json);
            if (entry.isEmpty()) {
                found(
                        Finding.Kind.ENTRY_MALFORMED,
                        "an entry of invite_room_state is neither stripped state nor a PDU");
            } else if (entry.get().isCreate()) {
                kept.add(entry.get());
            } else if (belongsHere(entry.get())) {
                kept.add(entry.get());
            }
        }

        private boolean belongsHere(StrippedEntry entry) {
            if (!entry.looksLikePdu() || !(Pdu.read(entry.json(), claim.event().rules()) instanceof Pdu pdu)) {
                found(Finding.Kind.ENTRY_NOT_A_PDU, "the entry " + entry.type() + " of invite_room_state is no PDU");
                return true;
            }
            if (!pdu.roomId().equals(claim.event().roomId())) {
                found(Finding.Kind.ENTRY_OF_ANOTHER_ROOM, "the entry " + entry.type() + " is of another room");
                return false;
            }
            entriesToVerify.add(pdu);
            return true;
        }

        private void proveCreate() {
            List<JsonObject> candidates = candidates();
            for (JsonObject candidate : candidates) {
                switch (CreateEvents.read(
                        candidate, claim.event().rules(), claim.event().roomId())) {
                    case CreateEvents.Reading.Wrong wrong -> found(Finding.Kind.CREATE_WRONG, wrong.reason());
                    case CreateEvents.Reading.Plausible plausible -> {
                        verifyCreate(plausible.create());
                        return;
                    }
                }
            }
            if (candidates.isEmpty()) {
                boolean some = kept.stream().anyMatch(StrippedEntry::isCreate);
                found(
                        some ? Finding.Kind.CREATE_NOT_A_PDU : Finding.Kind.CREATE_MISSING,
                        "invite_room_state holds no m.room.create event as a PDU");
            }
        }

        private List<JsonObject> candidates() {
            if (withAuth != null) {
                return List.of(withAuth.create());
            }
            return kept.stream()
                    .filter(entry -> entry.isCreate() && entry.looksLikePdu())
                    .map(StrippedEntry::json)
                    .toList();
        }

        private void verifyCreate(Pdu candidate) {
            Duration limit = withAuth != null || level != StateCheck.WARN ? patience : PATIENCE_WHEN_WARNING;
            SignerKeys known = SignerKeys.ofSenders(List.of(candidate), keys, threads, limit);
            Optional<String> unavailable =
                    known.unavailable(candidate, candidate.sender().server());
            if (verdict(candidate, known).isValid()) {
                create = candidate;
            } else if (unavailable.isEmpty()) {
                found(Finding.Kind.CREATE_WRONG, "the create event is not properly signed by its sender's server");
            } else if (CreateEvents.isProvenByHash(candidate.rules())) {
                // The room's ID is the event's hash, so it is the room's create event even if nobody vouches for its
                // sender.
                create = candidate;
            } else {
                found(
                        Finding.Kind.CREATE_UNCHECKED,
                        "the create event's signature could not be checked: " + unavailable.get());
            }
        }

        private void verifyEntries() {
            SignerKeys known = SignerKeys.ofSenders(entriesToVerify, keys, threads, patience);
            for (Pdu entry : entriesToVerify) {
                if (!verdict(entry, known).isValid()) {
                    boolean unchecked =
                            known.unavailable(entry, entry.sender().server()).isPresent();
                    found(
                            unchecked ? Finding.Kind.ENTRY_UNCHECKED : Finding.Kind.ENTRY_BADLY_SIGNED,
                            "the signature of the entry " + entry.type()
                                    + (unchecked ? " cannot be checked" : " is wrong"));
                }
            }
        }

        private SignatureVerdict verdict(Pdu event, SignerKeys known) {
            return signatures.verify(event, Set.of(event.sender().server()), known);
        }

        private boolean refuses(Finding finding) {
            boolean aboutCreate = finding.kind().isAboutCreate();
            return switch (level) {
                case OFF, WARN -> aboutCreate && withAuth != null;
                case CREATE -> aboutCreate;
                case FULL -> true;
            };
        }

        /** A room that does not federate has members of one server only, so that our user could never join. */
        private boolean federates() {
            return create == null
                    || create.content().bool("m.federate").orElse(true)
                    || create.sender().server().equals(claim.invited().server());
        }

        private Decoded<CheckedState> closedRoom() {
            return Errors.refused(403, MatrixErrorCode.FORBIDDEN, "the room does not federate");
        }

        private CheckedState result() {
            List<StrippedEntry> entries = new ArrayList<>(kept);
            if (create != null) {
                entries.removeIf(StrippedEntry::isCreate);
                StrippedEntry.read(create.json()).ifPresent(entries::addFirst);
            }
            return new CheckedState(
                    entries.stream().map(StrippedEntry::stripped).toList(),
                    create,
                    StateServers.of(entries),
                    findings,
                    withAuth == null ? 0 : withAuth.others());
        }

        private void found(Finding.Kind kind, String detail) {
            findings.add(new Finding(kind, detail));
        }
    }
}
