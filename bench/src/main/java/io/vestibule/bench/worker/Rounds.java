package io.vestibule.bench.worker;

import io.vestibule.bench.WrongResultException;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.WorkResultType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Rounds of handshakes with a worker, their results verified. One round at a time. */
final class Rounds {

    private static final long ROUND_WITHIN_SECONDS = 180;

    private final WorkOrders orders;
    private final List<PreparedRoom> rooms;
    private final ServerName us;
    private final VerifyKey ourKey;
    private final EventSignatures signatures = new EventSignatures(Ed25519.fastest());
    private int users;

    Rounds(WorkOrders orders, List<PreparedRoom> rooms, ServerName us, VerifyKey ourKey) {
        this.orders = orders;
        this.rooms = rooms;
        this.us = us;
        this.ourKey = ourKey;
    }

    /** The first step only, all given at once; returns when all are answered. */
    void prepare(int count) throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(count);
        for (int number = 0; number < count; number++) {
            int user = users++;
            orders.give(WorkOrders.prepare("p" + user, room(user), name(user)), prepared -> {
                verifyPrepared(prepared);
                answered.countDown();
            });
        }
        await(answered);
    }

    /** Both steps of so many joins, so many under way at once. */
    void join(int count, int atOnce) throws InterruptedException {
        CountDownLatch joined = new CountDownLatch(count);
        Semaphore places = new Semaphore(atOnce);
        for (int number = 0; number < count; number++) {
            if (!places.tryAcquire(ROUND_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                break;
            }
            int user = users++;
            orders.give(WorkOrders.prepare("p" + user, room(user), name(user)), prepared -> {
                verifyPrepared(prepared);
                orders.give(WorkOrders.submit("s" + user, room(user), prepared), submitted -> {
                    WorkOrders.verify(submitted, WorkResultType.SUBMITTED);
                    places.release();
                    joined.countDown();
                });
            });
        }
        await(joined);
    }

    private void await(CountDownLatch latch) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(ROUND_WITHIN_SECONDS);
        while (!latch.await(1, TimeUnit.SECONDS)) {
            orders.verify();
            WrongResultException.unless(System.nanoTime() < until, latch.getCount() + " orders have not been answered");
        }
    }

    /** The prepared event is the user's, and we have signed it. */
    private void verifyPrepared(WorkResult prepared) {
        WorkOrders.verify(prepared, WorkResultType.PREPARED);
        byte[] event = prepared.getEventJson().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        boolean right = Pdu.read(event, PreparedRoom.RULES) instanceof Pdu pdu
                && pdu.sender().value().equals(prepared.getUserId())
                && pdu.isMembership("join")
                && signatures
                        .verify(pdu, (server, id, asked) -> key(server, id))
                        .isValid();
        WrongResultException.unless(right, "an event was prepared wrongly: " + prepared.getEventJson());
    }

    private Optional<VerifyKey> key(ServerName server, KeyId id) {
        return server.equals(us) && id.equals(ourKey.id()) ? Optional.of(ourKey) : Optional.empty();
    }

    private PreparedRoom room(int user) {
        return rooms.get(user % rooms.size());
    }

    private String name(int user) {
        return "@user" + user + ":" + us;
    }
}
