package io.vestibule.bench.handshake;

import io.vestibule.bench.BenchRun;
import io.vestibule.bench.WrongResultException;
import io.vestibule.bench.process.VestibuleProcess;
import io.vestibule.client.ClientSettings;
import io.vestibule.client.CommandClient;
import io.vestibule.client.Commands;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.InviteExchange;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.testkit.server.VestibuleFiles;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A Vestibule and the homeservers around it.
 *
 * @param world the homeservers
 * @param files the Vestibule's files
 * @param vestibule its process
 * @param commands commands to it
 */
record HandshakeScene(FederationWorld world, VestibuleFiles files, VestibuleProcess vestibule, CommandClient commands)
        implements AutoCloseable {

    private static final List<String> JVM = List.of("-Xmx512m");
    private static final String VERSION = "11";

    static HandshakeScene open(BenchRun run) throws IOException, InterruptedException {
        FederationWorld world = FederationWorld.open();
        VestibuleFiles files = VestibuleFiles.write(world, run.folder(), "log: {level: error}\n");
        List<String> options =
                Stream.concat(JVM.stream(), run.jvmOptions().stream()).toList();
        VestibuleProcess vestibule = VestibuleProcess.start("standalone", files.configFile(), options);
        CommandClient commands = CommandClient.open(ClientSettings.of(files.broker(), "embedded"));
        return new HandshakeScene(world, files, vestibule, commands);
    }

    /** A room that one of our users has been invited to. */
    record Invited(ScriptedRoom room, UserId user) {
        InviteCommand accept() {
            return Commands.accept(room.id(), user, "bench").build();
        }
    }

    /**
     * Makes a room, has the servers settle in it, and invites a user of ours.
     *
     * @param home the inviter's server
     * @param via the servers to name, in their order
     * @param number makes the names different
     */
    Invited invite(ScriptedHomeserver home, List<ScriptedHomeserver> via, int number) throws IOException {
        ScriptedRoom room = world.room(VERSION, home, "alice", "Room " + number);
        via.stream().filter(server -> server != home).forEach(server -> server.settleIn(room, "resident"));
        UserId user = UserId.of("@user" + number + ":" + files.peer().name());
        InviteEnvelope envelope = InviteEnvelope.via(via.toArray(ScriptedHomeserver[]::new));
        InviteExchange exchange = home.invite(files.peer(), room, "alice", user, envelope);
        WrongResultException.unless(exchange.isAccepted(), "invite " + number + " was not accepted");
        return new Invited(room, user);
    }

    /** Accepts; the outcome must be that the user has joined. */
    CompletableFuture<CommandOutcome> join(InviteCommand accept) {
        return commands.send(accept).thenApply(outcome -> {
            WrongResultException.unless(
                    outcome.getOutcome() == OutcomeType.JOINED,
                    "an accept came to " + outcome.getOutcome() + ": " + outcome.getDetail() + " "
                            + outcome.getAttempts());
            return outcome;
        });
    }

    @Override
    public void close() {
        commands.close();
        vestibule.close();
        world.close();
    }
}
