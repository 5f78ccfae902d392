package io.vestibule.worker;

import io.vestibule.schemas.ImportManifest;
import io.vestibule.schemas.ImportRecord;
import io.vestibule.schemas.ImportSection;
import io.vestibule.schemas.ImportedEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The least that a backend does with {@code rooms.imported}, as docs/importing.md describes it: gathers the records of each
 * run, applies a run when its manifest comes, each import once.
 */
final class RoomReader {
    /** A room as a backend has it after an import. */
    record Room(String importId, ImportManifest manifest, List<ImportedEvent> state, List<ImportedEvent> authChain) {}

    private record Run(String importId, String run) {}

    private final Map<Run, List<ImportedEvent>> open = new HashMap<>();
    private final Set<String> applied = new HashSet<>();
    private final List<Room> rooms = new ArrayList<>();

    static List<Room> read(List<ImportRecord> records) {
        RoomReader reader = new RoomReader();
        records.forEach(reader::take);
        return reader.rooms;
    }

    private void take(ImportRecord imported) {
        Run run = new Run(imported.getImportId(), imported.getRun());
        switch (imported.getType()) {
            case EVENT -> {
                List<ImportedEvent> events = open.computeIfAbsent(run, first -> new ArrayList<>());
                if (imported.getEvent().getIndex() != events.size()) {
                    throw new AssertionError("a gap at " + events.size() + " in " + run);
                }
                events.add(imported.getEvent());
            }
            case MANIFEST -> apply(run, imported.getManifest());
            case UNKNOWN -> {
                // Written by a newer release; not ours to understand.
            }
        }
    }

    private void apply(Run run, ImportManifest manifest) {
        List<ImportedEvent> events = open.remove(run);
        if (!digest(events).equals(manifest.getDigest())) {
            throw new AssertionError("the digest of " + run + " does not fit");
        }
        List<ImportedEvent> state = of(events, ImportSection.STATE);
        List<ImportedEvent> authChain = of(events, ImportSection.AUTH_CHAIN);
        if (state.size() != manifest.getStateCount() || authChain.size() != manifest.getAuthChainCount()) {
            throw new AssertionError("the counts of " + run + " do not fit");
        }
        if (applied.add(run.importId())) {
            rooms.add(new Room(run.importId(), manifest, state, authChain));
        }
    }

    private static List<ImportedEvent> of(List<ImportedEvent> events, ImportSection section) {
        return events.stream().filter(event -> event.getSection() == section).toList();
    }

    private static String digest(List<ImportedEvent> events) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            events.forEach(event -> sha256.update((event.getEventId() + "\n").getBytes(StandardCharsets.UTF_8)));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.digest());
        } catch (java.security.NoSuchAlgorithmException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }
}
