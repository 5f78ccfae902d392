package io.vestibule.cli;

import io.vestibule.client.TopicReader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.model.InviteState;
import io.vestibule.model.RoomLedger;
import io.vestibule.model.Rules;
import io.vestibule.model.WalkOrder;
import io.vestibule.model.WalkOrder.Place;
import io.vestibule.operator.RoomRoutes;
import io.vestibule.operator.RouteReasons;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.catalog.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code explain ROOM USER}: in which order servers would be asked now, and why each stands where it stands. */
@Command(
        name = "explain",
        description =
                "Explain the order in which an accept or reject of this invite would ask servers now: why each server is"
                        + " among them, which invite named it, and why some are not asked.",
        footer = "%nExample: vestibule explain '!room:a.example' @bob:us.example",
        mixinStandardHelpOptions = true)
public final class ExplainCommand extends PrintingCommand {

    @Mixin
    InviteTarget target = new InviteTarget();

    @Override
    public Integer call() {
        VestibuleConfig config = target.configuration();
        try (TopicReader reader = TopicReader.open(Deployments.settings(config))) {
            List<LedgerEvent> ledger = reader.records(Topics.INVITES_EVENTS, target.requireRoom()).stream()
                    .map(ConsumerRecord::value)
                    .toList();
            RoomLedger room = RoomRoutes.fold(target.requireRoom(), ledger);
            InviteState state = room.invite(target.requireUser()).state();
            List<Place> order = WalkOrder.of(room.room(), state.newestInvite(), rules(config), Instant.now());
            if (target.json) {
                print(json(state, order));
            } else {
                explain(state, order);
            }
            return (state.newestInvite() == null ? ExitCode.NOT_INVITED : ExitCode.OK).code();
        }
    }

    private static Rules rules(VestibuleConfig config) {
        Rules usual = Rules.of(Set.of(config.server().name()));
        return new Rules(
                usual.ownServers(),
                config.topology().invites().lastResort(),
                usual.budgets(),
                usual.background(),
                usual.keeping()
                        .of(
                                config.retention().stores().routes(),
                                config.retention().stores().settled()),
                usual.outbound());
    }

    private JsonWriter json(InviteState state, List<Place> order) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("room", target.requireRoom().value())
                .field("user", target.requireUser().value())
                .field("invited", state.newestInvite() != null);
        RouteReasons.write(order, json.name("servers"));
        return json.endObject();
    }

    private void explain(InviteState state, List<Place> order) {
        print("room     " + target.requireRoom() + "\nuser     " + target.requireUser());
        if (state.newestInvite() == null) {
            print("the user has no invite to this room");
        }
        int turn = 0;
        for (Place place : order) {
            boolean asked = place.standing() == WalkOrder.Standing.ASKED;
            turn += asked ? 1 : 0;
            print("%3s  %-30s %s".formatted(asked ? turn + "." : "-", place.server(), RouteReasons.why(place)));
        }
        if (turn == 0) {
            print("no server can be asked");
        }
    }
}
