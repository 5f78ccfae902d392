package io.vestibule.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.ingress.scene.Call;
import io.vestibule.ingress.scene.IngressProcess;
import io.vestibule.ingress.scene.LogReader;
import io.vestibule.ingress.scene.RunningIngress;
import io.vestibule.ingress.scene.SharedBroker;
import io.vestibule.ingress.scene.Stage;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.room.RoomVersions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** An ingress that is killed in the middle of requests: what it has answered with 200 is in the log. */
class IngressKillFT {

    private static final int INVITES = 60;
    private static final int CALLERS = 8;

    private final Stage stage = new Stage();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    @RepeatedTest(3)
    void no_invite_that_was_answered_is_lost_and_the_others_can_be_repeated(RepetitionInfo repetition)
            throws Exception {
        // Given
        String prefix = "killed-" + repetition.getCurrentRepetition() + ".";
        String bootstrap = SharedBroker.withTopics(prefix);
        List<Pdu> invites = IntStream.range(0, INVITES).mapToObj(this::invite).toList();
        Queue<Pdu> toSend = new ConcurrentLinkedQueue<>(invites);
        int killAfter = INVITES * repetition.getCurrentRepetition() / 4;
        // When
        try (IngressProcess first = IngressProcess.start(bootstrap, prefix);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                callers.execute(() -> sendAll(first.address(), toSend, () -> {
                    // Here rather than beside the callers, who may be done before anybody looks.
                    if (answered.size() >= killAfter) {
                        first.kill();
                    }
                }));
            }
        }
        Set<String> before = Set.copyOf(answered);
        Set<String> kept = kept(bootstrap, prefix);
        try (RunningIngress second = RunningIngress.of(stage, bootstrap, prefix)) {
            sendAll(second.address().toString(), new ConcurrentLinkedQueue<>(invites), () -> {});
        }
        // Then
        assertThat(before).hasSizeBetween(killAfter, INVITES - 1);
        assertThat(kept).containsAll(before);
        assertThat(kept(bootstrap, prefix)).containsExactlyInAnyOrderElementsOf(ids(invites));
    }

    private void sendAll(String address, Queue<Pdu> invites, Runnable afterAnswer) {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            Pdu invite = invites.poll();
            while (invite != null) {
                if (client.send(request(address, invite), BodyHandlers.discarding())
                                .statusCode()
                        == 200) {
                    answered.add(invite.eventId().value());
                    afterAnswer.run();
                }
                invite = invites.poll();
            }
        } catch (IOException e) {
            // The ingress was killed under this caller, which is what this test is about.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(String address, Pdu invite) {
        Call call = Call.v2(stage.alices, invite, List.of());
        return HttpRequest.newBuilder(URI.create("http://" + address + call.target()))
                .method(call.method(), BodyPublishers.ofByteArray(call.body()))
                .header("Authorization", call.authorization())
                .build();
    }

    private Pdu invite(int number) {
        return ReceptionScene.numbered(stage, number, RoomVersions.V11);
    }

    private static Set<String> kept(String bootstrap, String prefix) {
        return LogReader.received(bootstrap, prefix).stream()
                .map(fact -> fact.value().getEventId())
                .collect(Collectors.toSet());
    }

    private static List<String> ids(List<Pdu> invites) {
        return invites.stream().map(invite -> invite.eventId().value()).toList();
    }
}
