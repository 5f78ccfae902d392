package io.vestibule.chaos.load;

import io.vestibule.chaos.load.Cast.Place;
import io.vestibule.chaos.load.Doors.Patience;
import io.vestibule.client.Commands;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.RoomRefusal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Plays scenarios.
 *
 * @param cast the homeservers
 * @param doors where invites are delivered
 * @param commander sends commands
 * @param feeds what our homeserver tells
 * @param expectations hears what is to come of it
 * @param us our server
 */
record Scenes(Cast cast, Doors doors, Commander commander, Feeds feeds, Expectations expectations, ServerName us) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String BRIDGED = "@bridge_";
    private static final int MOST_PAUSE_MS = 120;
    private static final int MOST_LATE_MS = 8_000;

    /** Returns when everything has been said; outcomes may come later. */
    void play(Scenario scenario, int number, Random random) throws InterruptedException {
        Place place = cast.place(random);
        boolean bridged = scenario == Scenario.BRIDGED;
        UserId user = UserId.of((bridged ? BRIDGED : "@user") + number + ":" + us);
        if (!delivered(scenario, place, user, random)) {
            return;
        }
        switch (scenario) {
            case ACCEPT, BRIDGED -> expectations.joins(place, user, commander.send(accept(place, user)));
            case REJECT -> expectations.leaves(place, user, commander.send(reject(place, user)));
            case LEAVE_IT, TWICE_DELIVERED, EARLY_FEED -> {} // the verifier looks for them
            case DOUBLE_ACCEPT -> acceptTwice(place, user, random);
            case ACCEPT_AFTER_REJECT -> {
                commander.send(reject(place, user));
                pause(random);
                commander.send(accept(place, user));
            }
            case REJECT_AFTER_ACCEPT -> {
                commander.send(accept(place, user));
                pause(random);
                commander.send(reject(place, user));
            }
            case INVITE_DURING_JOIN -> {
                commander.send(accept(place, user));
                pause(random);
                invite(place, user, random);
            }
            case RETRACT_DURING_JOIN -> retract(place, user, random);
            case TWO_USERS -> joinTogether(place, user, number, random);
            case JOINED_ELSEWHERE -> joinElsewhere(place, user, random);
            case LATE_FEED -> joinAndHearLate(place, user, random);
        }
    }

    private boolean delivered(Scenario scenario, Place place, UserId user, Random random) throws InterruptedException {
        int first = random.nextInt(2);
        Patience patience = Patience.of(PATIENCE);
        if (scenario == Scenario.TWICE_DELIVERED) {
            return doors.inviteTwice(place, user, patience, first);
        }
        if (scenario == Scenario.EARLY_FEED) {
            return doors.invite(place, user, patience, first, invite -> feeds.joinedBehind(place, user, invite.id()));
        }
        return doors.invite(place, user, patience, first);
    }

    private void acceptTwice(Place place, UserId user, Random random) throws InterruptedException {
        InviteCommand first = accept(place, user);
        CompletableFuture<CommandOutcome> outcome = commander.send(first);
        expectations.joins(place, user, outcome);
        commander.repeat(first);
        pause(random);
        commander.send(accept(place, user));
    }

    private void retract(Place place, UserId user, Random random) throws InterruptedException {
        commander.send(accept(place, user));
        pause(random);
        try {
            RoomEvent leave =
                    place.room().change(place.home().identity(), place.home().user("alice"), user, "leave");
            feeds.seen(place, user, leave);
        } catch (RoomRefusal tooLate) {
            return; // nothing to take back any more
        }
    }

    private void joinTogether(Place place, UserId user, int number, Random random) throws InterruptedException {
        UserId other = UserId.of("@other" + number + ":" + us);
        if (invite(place, other, random)) {
            commander.send(accept(place, other));
        }
        commander.send(accept(place, user));
    }

    private void joinElsewhere(Place place, UserId user, Random random) throws InterruptedException {
        commander.send(reject(place, user));
        pause(random);
        feeds.joined(place, user);
    }

    private void joinAndHearLate(Place place, UserId user, Random random) {
        List<String> invite = Feeds.cited(place, user);
        Duration late = Duration.ofMillis(random.nextInt(MOST_LATE_MS));
        CompletableFuture<CommandOutcome> outcome = commander.send(accept(place, user));
        expectations.joins(place, user, outcome);
        outcome.thenAcceptAsync(
                joined -> place.room()
                        .memberEvent(user)
                        .filter(event -> joined.getOutcome() == OutcomeType.JOINED)
                        .ifPresent(event -> {
                            feeds.joined(place, user, event.id().value(), invite);
                            feeds.joined(place, user, event.id().value(), invite);
                        }),
                CompletableFuture.delayedExecutor(late.toMillis(), TimeUnit.MILLISECONDS));
    }

    private boolean invite(Place place, UserId user, Random random) throws InterruptedException {
        return doors.invite(place, user, Patience.of(PATIENCE), random.nextInt(2));
    }

    private static InviteCommand accept(Place place, UserId user) {
        return Commands.accept(place.room().id(), user, "chaos").build();
    }

    private static InviteCommand reject(Place place, UserId user) {
        return Commands.reject(place.room().id(), user, "chaos").build();
    }

    private static void pause(Random random) throws InterruptedException {
        Thread.sleep(random.nextInt(MOST_PAUSE_MS));
    }
}
