package io.vestibule.matrix.api;

import io.vestibule.matrix.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what the splitter hands out. */
final class CollectedRoom implements SendJoinSplitter.Sink {

    final List<String> state = new ArrayList<>();
    final List<String> authChain = new ArrayList<>();
    final List<Long> oversized = new ArrayList<>();

    @Override
    public void event(RoomSection section, byte[] event) {
        String text = new String(event, StandardCharsets.UTF_8);
        switch (section) {
            case STATE -> state.add(text);
            case AUTH_CHAIN -> authChain.add(text);
        }
    }

    @Override
    public void oversized(RoomSection section, long bytes) {
        oversized.add(bytes);
    }

    RoomSnapshot snapshot(SendJoinEnd.Complete end) {
        return new RoomSnapshot(
                state.stream().map(JsonObject::of).toList(),
                authChain.stream().map(JsonObject::of).toList(),
                end.event(),
                end.membersOmitted() ? end.serversInRoom() : null);
    }
}
