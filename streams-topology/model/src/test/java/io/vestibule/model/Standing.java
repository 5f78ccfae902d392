package io.vestibule.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.id.UserId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All on which it depends what may become of a hall, as a digest: two halls with the same one need not be told apart. What the
 * orders are called, and how many facts it took, makes no difference.
 */
final class Standing {

    private static final Comparator<WorkOrder> BY_WHAT_IT_IS = Comparator.<WorkOrder, String>comparing(
                    order -> order.work().toString())
            .thenComparing(WorkOrder::user)
            .thenComparing(order -> order.terms().issuedAt());

    private Standing() {}

    static String of(Hall hall, Said said, Set<OrderId> settled) {
        StringBuilder text = new StringBuilder(4_000);
        text.append(hall.now()).append(said).append(hall.ledger().room());
        hall.ledger().users().stream().sorted().forEach(user -> record(text, hall.ledger(), user));
        said.commands().forEach(command -> text.append(hall.isAnswered(command)));
        hall.openOrders().stream()
                .sorted(BY_WHAT_IT_IS)
                .forEach(order -> text.append(order).append('\n'));
        hall.orders().stream()
                .filter(order -> order.work() instanceof WorkOrder.Work.Submit)
                .sorted(BY_WHAT_IT_IS)
                .forEach(order -> text.append(order).append(settled.contains(order.id())));
        return digest(withoutNames(text.toString(), hall.orders()));
    }

    private static void record(StringBuilder text, RoomLedger ledger, UserId user) {
        InviteRecord it = ledger.invite(user);
        text.append(user)
                .append(new InviteRecord(
                        it.state(),
                        it.invitedAt(),
                        it.signing(),
                        it.claims(),
                        it.sent(),
                        it.lineage(),
                        it.appservices(),
                        it.early(),
                        it.changedAt(),
                        0));
    }

    /** Orders by the place at which they are first spoken of. */
    private static String withoutNames(String text, List<WorkOrder> orders) {
        List<String> spokenOf = orders.stream()
                .map(order -> order.id().value())
                .filter(text::contains)
                .sorted(Comparator.comparingInt(text::indexOf))
                .collect(Collectors.toList());
        String plain = text;
        for (int i = 0; i < spokenOf.size(); i++) {
            plain = plain.replace(spokenOf.get(i), "order " + i);
        }
        return plain;
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
