package io.vestibule.interop.kafka;

import io.vestibule.interop.suite.Vestibule.Import;
import io.vestibule.schemas.ImportManifest;
import io.vestibule.schemas.ImportRecord;
import io.vestibule.schemas.ImportSection;
import io.vestibule.schemas.ImportedEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Rebuilds imports from {@code rooms.imported} by nothing but its contract: records by index, applied on the manifest. */
final class ImportReader {

    private final Map<String, SortedMap<Integer, ImportedEvent>> open = new ConcurrentHashMap<>();
    private final Map<String, Import> complete = new ConcurrentHashMap<>();

    void take(ImportRecord record) {
        String id = record.getImportId();
        SortedMap<Integer, ImportedEvent> events = open.computeIfAbsent(id, i -> new TreeMap<>());
        ImportedEvent event = record.getEvent();
        ImportManifest manifest = record.getManifest();
        if (event != null) {
            events.put(event.getIndex(), event);
        } else if (manifest != null) {
            complete.put(id, apply(events, manifest));
        }
    }

    @Nullable
    Import find(String importId) {
        return complete.get(importId);
    }

    private static Import apply(SortedMap<Integer, ImportedEvent> events, ImportManifest manifest) {
        List<String> state = new ArrayList<>();
        List<String> chain = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int expected = 0;
        MessageDigest digest = sha256();
        for (ImportedEvent event : events.values()) {
            if (event.getIndex() != expected++) {
                problems.add("gap before index " + event.getIndex());
            }
            (event.getSection() == ImportSection.STATE ? state : chain).add(event.getEventId());
            digest.update((event.getEventId() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String computed = Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        if (!computed.equals(manifest.getDigest())) {
            problems.add("digest is " + computed + ", the manifest says " + manifest.getDigest());
        }
        if (state.size() != manifest.getStateCount() || chain.size() != manifest.getAuthChainCount()) {
            problems.add("counts differ from the manifest's");
        }
        if (!manifest.getDroppedEventIds().isEmpty()
                || !manifest.getUnverifiedEventIds().isEmpty()) {
            problems.add(
                    "dropped " + manifest.getDroppedEventIds() + ", unverified " + manifest.getUnverifiedEventIds());
        }
        return new Import(
                state,
                chain,
                manifest.getMembersOmitted(),
                manifest.getJoinEventId(),
                manifest.getJoinEventJson(),
                problems);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
