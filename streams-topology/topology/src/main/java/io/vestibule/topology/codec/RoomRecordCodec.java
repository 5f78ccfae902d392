package io.vestibule.topology.codec;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomAlias;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.CandidateSource;
import io.vestibule.model.Residency;
import io.vestibule.model.RoomRecord;
import io.vestibule.model.Route;
import io.vestibule.model.Routes;
import io.vestibule.schemas.StoredRoom;
import io.vestibule.schemas.StoredRoute;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A room, as the store keeps it. */
public final class RoomRecordCodec {

    private RoomRecordCodec() {}

    /** @return the room as stored under its ID */
    public static StoredRoom write(RoomRecord room) {
        RoomRecord.FirstJoin joined = room.joined();
        return StoredRoom.newBuilder()
                .setRoutes(routes(room.routes().servers()))
                .setStripped(routes(room.routes().stripped()))
                .setResident(Values.same(io.vestibule.schemas.Residency.class, room.resident()))
                .setRoomVersion(Values.text(room.version()))
                .setBlocked(room.blocked())
                .setJoinedUserId(joined == null ? "" : joined.user().value())
                .setJoinedImportId(joined == null ? "" : Values.text(joined.importId()))
                .setJoinedAt(joined == null ? 0 : Values.millis(joined.at()))
                .setJoinLeader(Values.text(room.line().leader()))
                .setJoinLine(Values.texts(room.line().waiting()))
                .setAcl(ServerAclCodec.writeOrNull(room.acl()))
                .setAliases(Values.texts(room.aliases()))
                .build();
    }

    private static List<StoredRoute> routes(List<Route> routes) {
        return Values.each(
                routes,
                route -> new StoredRoute(
                        route.server().value(),
                        ServerCodec.source(route.source()),
                        route.contributedBy().value(),
                        Values.millis(route.at())));
    }

    /** @return the room; the store holds only what {@link #write} made of it */
    public static RoomRecord read(StoredRoom stored) {
        return new RoomRecord(
                new Routes(readRoutes(stored.getRoutes()), readRoutes(stored.getStripped())),
                Values.same(Residency.class, stored.getResident()),
                Values.version(stored.getRoomVersion()),
                stored.getBlocked(),
                joined(stored),
                new RoomRecord.JoinLine(
                        Values.orNull(stored.getJoinLeader(), UserId::of),
                        Values.each(stored.getJoinLine(), UserId::of)),
                ServerAclCodec.readOrNull(stored.getAcl()),
                Values.each(stored.getAliases(), RoomAlias::of));
    }

    private static RoomRecord.@Nullable FirstJoin joined(StoredRoom stored) {
        return stored.getJoinedUserId().isEmpty()
                ? null
                : new RoomRecord.FirstJoin(
                        UserId.of(stored.getJoinedUserId()),
                        Values.importId(stored.getJoinedImportId()),
                        Values.instant(stored.getJoinedAt()));
    }

    private static List<Route> readRoutes(List<StoredRoute> routes) {
        return Values.each(
                routes,
                route -> new Route(
                        ServerName.of(route.getServer()),
                        Values.same(CandidateSource.class, route.getSource()),
                        EventId.of(route.getContributedBy()),
                        Values.instant(route.getAt())));
    }
}
