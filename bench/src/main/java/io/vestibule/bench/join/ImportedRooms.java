package io.vestibule.bench.join;

import io.vestibule.bench.WrongResultException;
import io.vestibule.client.ClientSettings;
import io.vestibule.client.TopicReader;
import io.vestibule.schemas.ImportManifest;
import io.vestibule.schemas.ImportRecord;
import io.vestibule.schemas.catalog.Topics;

/** Counts what has been imported. Not thread-safe. */
final class ImportedRooms {

    private int events;
    private int manifested;
    private int redacted;
    private int dropped;

    private ImportedRooms() {}

    /** Every right event has been imported, every spoilt one was found out, and the manifests say the same. */
    static void verify(String bootstrap, MadeRoom.Expected each, int imports) {
        ImportedRooms rooms = new ImportedRooms();
        try (TopicReader reader = TopicReader.open(ClientSettings.of(bootstrap, "embedded"))) {
            reader.scan(Topics.ROOMS_IMPORTED, found -> rooms.count(found.value()));
        }
        WrongResultException.unless(
                rooms.events == each.imported() * imports && rooms.manifested == rooms.events,
                imports + " imports of " + each.imported() + " events came to " + rooms.events + " records, and "
                        + rooms.manifested + " events in manifests");
        WrongResultException.unless(
                rooms.redacted == each.redacted() * imports && rooms.dropped == each.dropped() * imports,
                "of " + each.redacted() * imports + " wrong hashes " + rooms.redacted + " were found, of "
                        + each.dropped() * imports + " wrong signatures " + rooms.dropped);
    }

    private void count(ImportRecord imported) {
        ImportManifest manifest = imported.getManifest();
        if (manifest == null) {
            events++;
            return;
        }
        manifested += manifest.getStateCount();
        redacted += manifest.getRedactedEventIds().size();
        dropped += manifest.getDroppedEventIds().size();
        WrongResultException.unless(manifest.getUnverifiedEventIds().isEmpty(), "an import left events unverified");
    }
}
