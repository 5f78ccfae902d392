package io.vestibule.worker.imports;

import io.vestibule.matrix.api.RoomSection;
import io.vestibule.matrix.crypto.UnpaddedBase64;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.schemas.ImportManifest;
import io.vestibule.schemas.ImportRecord;
import io.vestibule.schemas.ImportRecordType;
import io.vestibule.schemas.ImportSection;
import io.vestibule.schemas.ImportedEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one import: events in order with a gapless index, the manifest last. Not thread-safe; made for one import.
 *
 * <p>Lists in the manifest are bounded; the flags of the records are complete.
 */
final class ImportWriter {
    /** The most IDs in one list of a manifest. */
    static final int MAX_LISTED = 50_000;

    private final JoinedRoom room;
    private final String importId;
    private final String roomId;
    private final String run;
    private final ImportLog log;
    private final MessageDigest digest = ImportId.sha256();
    private final List<String> dropped = new ArrayList<>();
    private final List<String> redacted = new ArrayList<>();
    private final List<String> unverified = new ArrayList<>();
    private int stateCount;
    private int authChainCount;

    /** @param run tells this writing from others of the same import */
    ImportWriter(JoinedRoom room, String run, ImportLog log) {
        this.room = room;
        this.importId = ImportId.of(room.orderId());
        this.roomId = room.join().roomId().value();
        this.run = run;
        this.log = log;
    }

    String importId() {
        return importId;
    }

    int events() {
        return stateCount + authChainCount;
    }

    int droppedEvents() {
        return dropped.size();
    }

    void event(SecondReading.Decided event) throws InterruptedException {
        switch (event) {
            case SecondReading.Dropped out -> list(dropped, out.eventId());
            case SecondReading.Kept kept -> write(kept);
        }
    }

    private void write(SecondReading.Kept event) throws InterruptedException {
        String id = event.eventId();
        boolean isRedacted = event.decision().redacted();
        boolean isUnverified = event.decision().unverified();
        digest.update(id.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        // The constructors: builders copy and look up defaults, which for a large room is a good part of the work.
        ImportedEvent imported =
                new ImportedEvent(avro(event.section()), events(), id, event.json(), isRedacted, isUnverified);
        switch (event.section()) {
            case STATE -> stateCount++;
            case AUTH_CHAIN -> authChainCount++;
        }
        if (isRedacted) {
            list(redacted, id);
        }
        if (isUnverified) {
            list(unverified, id);
        }
        append(ImportRecordType.EVENT, imported, null);
    }

    /** Writes the manifest and waits until everything is acknowledged. */
    void finish(Pdu join, Ending ending) throws InterruptedException {
        ImportManifest manifest = ImportManifest.newBuilder()
                .setCommandId(room.commandId())
                .setRoomVersion(join.rules().id().value())
                .setJoinEventId(join.eventId().value())
                .setJoinEventJson(new String(join.json().without("unsigned"), StandardCharsets.UTF_8))
                .setAnsweredBy(room.answeredBy().value())
                .setMembersOmitted(ending.membersOmitted())
                .setServersInRoom(
                        ending.serversInRoom().stream().map(ServerName::value).toList())
                .setStateCount(stateCount)
                .setAuthChainCount(authChainCount)
                .setDigest(UnpaddedBase64.encodeUrlSafe(digest.digest()))
                .setDroppedEventIds(dropped)
                .setRedactedEventIds(redacted)
                .setUnverifiedEventIds(unverified)
                .setCompletedAt(ending.completedAt())
                .build();
        append(ImportRecordType.MANIFEST, null, manifest);
        log.awaitAcknowledged();
    }

    /**
     * What the manifest says beside what was written.
     *
     * @param membersOmitted whether the state lacks members
     * @param serversInRoom the servers in the room, if members are omitted
     * @param completedAt milliseconds since the epoch
     */
    record Ending(boolean membersOmitted, List<ServerName> serversInRoom, long completedAt) {}

    private void append(ImportRecordType type, @Nullable ImportedEvent event, @Nullable ImportManifest manifest)
            throws InterruptedException {
        log.append(new ImportRecord(importId, roomId, type, run, event, manifest));
    }

    private static void list(List<String> ids, String id) {
        if (ids.size() < MAX_LISTED) {
            ids.add(id);
        }
    }

    private static ImportSection avro(RoomSection section) {
        return switch (section) {
            case STATE -> ImportSection.STATE;
            case AUTH_CHAIN -> ImportSection.AUTH_CHAIN;
        };
    }
}
