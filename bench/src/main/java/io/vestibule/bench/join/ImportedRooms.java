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

    private ImportedRooms() {}

    /** Every event has been imported as a whole and verified, and the manifests say the same. */
    static void verify(String bootstrap, int expected) {
        ImportedRooms rooms = new ImportedRooms();
        try (TopicReader reader = TopicReader.open(ClientSettings.of(bootstrap, "embedded"))) {
            reader.scan(Topics.ROOMS_IMPORTED, found -> rooms.count(found.value()));
        }
        WrongResultException.unless(
                rooms.events == expected && rooms.manifested == expected,
                expected + " events were sent, " + rooms.events + " imported, " + rooms.manifested
                        + " are in manifests");
    }

    private void count(ImportRecord imported) {
        ImportManifest manifest = imported.getManifest();
        if (manifest == null) {
            events++;
            return;
        }
        manifested += manifest.getStateCount();
        WrongResultException.unless(
                manifest.getUnverifiedEventIds().isEmpty()
                        && manifest.getRedactedEventIds().isEmpty()
                        && manifest.getDroppedEventIds().isEmpty(),
                "an import dropped, redacted or did not verify events");
    }
}
