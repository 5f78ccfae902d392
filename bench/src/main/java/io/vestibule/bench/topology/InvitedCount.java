package io.vestibule.bench.topology;

import io.vestibule.client.ClientSettings;
import io.vestibule.client.TopicReader;
import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.catalog.Topics;
import java.util.HashSet;
import java.util.Set;

/** Reads what sync services would show. */
final class InvitedCount {

    private InvitedCount() {}

    /** @return how many invites of users stand in the view, committed */
    static int of(String bootstrap) {
        Set<String> invited = new HashSet<>();
        try (TopicReader reader = TopicReader.open(ClientSettings.of(bootstrap, "embedded"))) {
            reader.scan(Topics.INVITES_STATE, found -> {
                InviteView view = found.value();
                if (view != null && view.getState() == InviteStateType.INVITED) {
                    invited.add(view.getRoomId() + " " + view.getUserId());
                }
            });
        }
        return invited.size();
    }
}
