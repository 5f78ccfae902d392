package io.vestibule.fuzz;

import static io.vestibule.fuzz.BrokenPropertyException.unless;

import io.vestibule.matrix.api.RoomSection;
import io.vestibule.matrix.api.SendJoinEnd;
import io.vestibule.matrix.api.SendJoinSplitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A large answer comes to the same in one piece and in pieces of any size, and where it is JSON by a second reading, its events are
 * those that stand there. The first byte is the size of the pieces.
 */
final class SendJoinTarget {

    private SendJoinTarget() {}

    /** Collects what is handed out. */
    private static final class Events implements SendJoinSplitter.Sink {
        private final List<ByteBuffer> state = new ArrayList<>();
        private final List<ByteBuffer> authChain = new ArrayList<>();

        @Override
        public void event(RoomSection section, byte[] event) {
            (section == RoomSection.STATE ? state : authChain).add(ByteBuffer.wrap(event));
        }

        @Override
        public void oversized(RoomSection section, long bytes) {
            event(section, new byte[0]);
        }
    }

    static void run(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Events whole = new Events();
        Events pieces = new Events();
        SendJoinEnd end = split(input, Math.max(1, input.length - 1), whole);
        SendJoinEnd piecewise = split(input, 1 + Byte.toUnsignedInt(input[0]) % 16, pieces);
        unless(end.getClass() == piecewise.getClass(), "in pieces it ends otherwise");
        unless(
                whole.state.equals(pieces.state) && whole.authChain.equals(pieces.authChain),
                "in pieces it has other events");
        if (end instanceof SendJoinEnd.Complete) {
            byte[] document = java.util.Arrays.copyOfRange(input, 1, input.length);
            body(JacksonReading.read(document)).ifPresent(body -> {
                unless(count(body, "state") == whole.state.size(), "other state events than there are");
                unless(count(body, "auth_chain") == whole.authChain.size(), "another auth chain than there is");
            });
        }
    }

    /** The object, of version 1 the second of the pair. */
    private static Optional<Map<?, ?>> body(Optional<Object> value) {
        Object inner =
                value.orElse(null) instanceof List<?> pair && pair.size() == 2 ? pair.get(1) : value.orElse(null);
        return inner instanceof Map<?, ?> body ? Optional.of(body) : Optional.empty();
    }

    private static int count(Map<?, ?> body, String name) {
        return body.get(name) instanceof List<?> events ? events.size() : 0;
    }

    private static SendJoinEnd split(byte[] input, int piece, Events events) {
        SendJoinSplitter splitter = new SendJoinSplitter(events);
        try {
            int at = 1;
            while (at < input.length && splitter.feed(input, at, Math.min(piece, input.length - at))) {
                at += Math.min(piece, input.length - at);
            }
            return splitter.finish();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
