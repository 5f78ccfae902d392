package io.vestibule.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.schemas.AttemptResult;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.InviteRecorded;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.ServerAttempt;
import io.vestibule.schemas.WorkResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerRecordTest {

    private final ServerRecord record = new ServerRecord(ServerName.of("b.example"));

    private static WorkResult result(long at, AttemptResult result, long ms, String server) {
        return WorkResult.newBuilder()
                .setOrderId("o")
                .setRoomId("!r" + at + ":a.example")
                .setUserId("@bob:us.example")
                .setAttempts(List.of(ServerAttempt.newBuilder()
                        .setServer(server)
                        .setResult(result)
                        .setStartedAt(at)
                        .setTookMs(ms)
                        .build()))
                .build();
    }

    private static LedgerEvent invited(String room, String sender, List<String> via) {
        InviteReceived invite = InviteReceived.newBuilder()
                .setRoomId(room)
                .setUserId("@bob:us.example")
                .setEventId("$i")
                .setRoomVersion("11")
                .setSender(sender)
                .setOrigin("a.example")
                .setReceivedAt(1)
                .setReferenceHash("h")
                .setEventJson("{}")
                .setVia(via)
                .build();
        return LedgerEvent.newBuilder()
                .setType(LedgerEventType.INVITE_RECORDED)
                .setRoomId(room)
                .setUserId("@bob:us.example")
                .setDecidedAt(1)
                .setTopic("t")
                .setPartition(0)
                .setInputOffset(0)
                .setInviteRecorded(InviteRecorded.newBuilder().setInvite(invite).build())
                .build();
    }

    @Test
    void attempts_at_the_server_are_counted_timed_and_the_newest_kept() {
        // When
        for (int i = 0; i < 20; i++) {
            boolean answered = i % 4 != 0;
            record.add(result(
                    i, answered ? AttemptResult.NOT_FOUND : AttemptResult.TIMED_OUT, answered ? i : 9000, "b.example"));
        }
        record.add(result(99, AttemptResult.SUCCEEDED, 5, "other.example"));
        // Then
        assertThat(record.attempts()).isEqualTo(20);
        assertThat(record.answeredPercent()).isEqualTo(75);
        assertThat(record.results())
                .containsEntry(AttemptResult.TIMED_OUT, 5L)
                .containsEntry(AttemptResult.NOT_FOUND, 15L);
        assertThat(record.tookMs(50)).isBetween(9L, 11L);
        assertThat(record.newest())
                .hasSize(10)
                .extracting(made -> made.attempt().getStartedAt())
                .startsWith(10L)
                .endsWith(19L);
    }

    @Test
    void rooms_are_counted_whose_invites_name_it_or_come_from_it_each_once() {
        // When
        record.add(invited("!one:a.example", "@alice:a.example", List.of("c.example", "b.example")));
        record.add(invited("!one:a.example", "@alice:a.example", List.of("b.example")));
        record.add(invited("!two:a.example", "@bea:b.example", List.of("c.example")));
        record.add(invited("!three:a.example", "@alice:a.example", List.of("c.example")));
        // Then
        assertThat(record.rooms()).isEqualTo(2);
    }
}
