package io.vestibule.bench.ingress;

import io.vestibule.bench.WrongResultException;
import io.vestibule.client.ClientSettings;
import io.vestibule.client.TopicReader;
import io.vestibule.schemas.catalog.Topics;
import java.util.HashSet;
import java.util.Set;

/** Reads what ingress has kept. */
final class ReceivedInvites {

    private ReceivedInvites() {}

    /** @return the ID of every invite that stands on the topic; an invite that stands there twice is wrong */
    static Set<String> read(String bootstrap) {
        Set<String> ids = new HashSet<>();
        try (TopicReader reader = TopicReader.open(ClientSettings.of(bootstrap, "embedded"))) {
            reader.scan(
                    Topics.INVITES_RECEIVED,
                    found -> WrongResultException.unless(
                            ids.add(found.value().getEventId()),
                            "invite " + found.value().getEventId() + " was kept twice"));
        }
        return ids;
    }
}
