package io.vestibule.cli;

import io.vestibule.client.TopicReader;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.catalog.RoomUserKey;
import io.vestibule.schemas.catalog.Topics;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code list}: the invites that wait for something, the oldest first. */
@Command(
        name = "list",
        description =
                "List invites, the oldest first: those that are pending (knocked, invited, joining, rejecting, or left with"
                        + " the room still to be told), or those in one state.",
        footer = "%nExample: vestibule list --user @bob:us.example --state INVITED",
        mixinStandardHelpOptions = true)
public final class ListCommand extends PrintingCommand {

    private static final int MOST = 10_000;
    private static final Set<InviteStateType> PENDING = EnumSet.of(
            InviteStateType.KNOCKED, InviteStateType.INVITED, InviteStateType.JOINING, InviteStateType.REJECTING);

    @Mixin
    DeploymentOption deployment = new DeploymentOption();

    @Option(names = "--user", paramLabel = "USER", description = "Only this user's.", converter = MatrixIds.User.class)
    @Nullable
    UserId user;

    @Option(names = "--room", paramLabel = "ROOM", description = "Only in this room.", converter = MatrixIds.Room.class)
    @Nullable
    RoomId room;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only in this state, pending or not: ${COMPLETION-CANDIDATES}.")
    @Nullable
    InviteStateType state;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "The most that are listed, up to 10000 (default: ${DEFAULT-VALUE}).")
    int limit;

    /** What is listed of an invite; the whole view of every invite of a large deployment would not fit. */
    private record Row(
            String room, String user, InviteStateType state, String sender, long since, boolean roomStillToBeTold) {

        static Row of(InviteView view) {
            return new Row(
                    view.getRoomId(),
                    view.getUserId(),
                    view.getState(),
                    view.getSender(),
                    view.getUpdatedAt(),
                    view.getRemoteLeavePending());
        }

        JsonWriter json() {
            return new JsonWriter()
                    .beginObject()
                    .field("room", room)
                    .field("user", user)
                    .field("state", state.name())
                    .field("sender", sender)
                    .field("since", Instant.ofEpochMilli(since).toString())
                    .field("remote_leave_pending", roomStillToBeTold)
                    .endObject();
        }

        String line() {
            return "%-24s  %-10s %s  %s  %s%s"
                    .formatted(
                            Instant.ofEpochMilli(since),
                            state,
                            user,
                            room,
                            sender.isEmpty() ? "" : "by " + sender,
                            roomStillToBeTold ? "  (the room is still to be told)" : "");
        }
    }

    @Override
    public Integer call() {
        if (limit < 1 || limit > MOST) {
            throw new ParameterException(spec().commandLine(), "--limit must be 1 to " + MOST + ", not " + limit);
        }
        Map<RoomUserKey, Row> found = new HashMap<>();
        Progress progress = new Progress(err(), "reading " + Topics.INVITES_STATE.name());
        try (TopicReader reader = TopicReader.open(deployment.settings())) {
            reader.scan(Topics.INVITES_STATE, read -> {
                progress.step();
                take(read, found);
            });
        }
        List<Row> listed = found.values().stream()
                .sorted(Comparator.comparingLong(Row::since)
                        .thenComparing(Row::room)
                        .thenComparing(Row::user))
                .limit(limit)
                .toList();
        listed.forEach(row -> {
            if (deployment.json) {
                print(row.json());
            } else {
                print(row.line());
            }
        });
        if (found.size() > listed.size()) {
            remark("vestibule: " + listed.size() + " of " + found.size() + " listed; --limit shows more");
        }
        return ExitCode.OK.code();
    }

    private void take(ConsumerRecord<byte[], InviteView> read, Map<RoomUserKey, Row> found) {
        Optional<RoomUserKey> key = RoomUserKey.decode(read.key());
        if (key.isEmpty()) {
            return;
        }
        InviteView view = read.value();
        if (view != null && isWanted(view)) {
            found.put(key.get(), Row.of(view));
        } else {
            found.remove(key.get());
        }
    }

    private boolean isWanted(InviteView view) {
        boolean inState = state == null
                ? PENDING.contains(view.getState()) || view.getRemoteLeavePending()
                : view.getState() == state;
        return inState
                && (user == null || user.value().equals(view.getUserId()))
                && (room == null || room.value().equals(view.getRoomId()));
    }
}
