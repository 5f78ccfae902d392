package io.vestibule.worker.handshake;

import io.vestibule.matrix.api.ApiRequest;
import io.vestibule.matrix.api.ApiResponse;
import io.vestibule.matrix.api.ErrorAnswer;
import io.vestibule.matrix.api.EventPath;
import io.vestibule.matrix.api.SendJoinV1;
import io.vestibule.matrix.api.SendJoinV2;
import io.vestibule.matrix.api.SentEvent;
import io.vestibule.matrix.federation.client.BodyFailedException;
import io.vestibule.matrix.federation.client.CallLimits;
import io.vestibule.matrix.federation.client.FederationResponse;
import io.vestibule.matrix.federation.client.FederationResult;
import io.vestibule.matrix.federation.client.StreamedResponse;
import io.vestibule.worker.imports.JoinedRoom;
import io.vestibule.worker.imports.RoomImport;
import io.vestibule.worker.imports.Spool;
import io.vestibule.worker.order.Order;
import io.vestibule.worker.walk.ServerOutcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;

/** Sends joins ({@code send_join}) and takes in the state that is answered. */
final class JoinSending implements Sending {
    private static final int MOST_ERROR_BYTES = 64 * 1024;

    private final Peers peers;
    private final Bounds bounds;
    private final RoomImport rooms;

    /**
     * What one join may cost.
     *
     * @param budget how long the call and the body may take
     * @param silence how long the server may send nothing in the middle of the body
     * @param mostBytes the largest body
     */
    record Bounds(Duration budget, Duration silence, long mostBytes) {}

    JoinSending(Peers peers, Bounds bounds, RoomImport rooms) {
        this.peers = peers;
        this.bounds = bounds;
        this.rooms = rooms;
    }

    @Override
    public Sent send(Order.Submit order, Version version) throws IOException, InterruptedException {
        CallLimits limits =
                CallLimits.within(bounds.budget()).withSilence(bounds.silence()).withMostBytes(bounds.mostBytes());
        return switch (peers.stream(order.server(), request(order, version), limits)) {
            case FederationResult.Failed<StreamedResponse> failed ->
                Sent.silence(Peers.outcome(failed.failure()), failed.failure().mayHaveArrived());
            case FederationResult.Answered<StreamedResponse> answered -> {
                try (StreamedResponse response = answered.response()) {
                    yield read(response, order, version);
                }
            }
        };
    }

    private static ApiRequest request(Order.Submit order, Version version) {
        EventPath path = new EventPath(order.head().room(), order.event().eventId());
        SentEvent join = new SentEvent(path, order.event().json());
        return switch (version) {
            case TWO ->
                SendJoinV2.encode(new SendJoinV2.Request(join, order.join().omitMembers()));
            case ONE -> SendJoinV1.encode(join);
        };
    }

    private Sent read(StreamedResponse response, Order.Submit order, Version version)
            throws IOException, InterruptedException {
        try {
            return response.status() == 200 ? take(response, order, version) : error(response);
        } catch (BodyFailedException broken) {
            return brokenOff(response.status(), broken);
        } catch (Spool.FullException full) {
            // The server has taken the event; its state can be asked for again when there is room.
            return new Sent.Unclear(new ServerOutcome.BadAnswer(200, String.valueOf(full.getMessage())));
        } catch (InterruptedIOException interrupted) {
            InterruptedException cancelled = new InterruptedException("interrupted while a body was read");
            cancelled.initCause(interrupted);
            Thread.interrupted();
            throw cancelled;
        }
    }

    private static Sent brokenOff(int status, BodyFailedException broken) {
        ServerOutcome outcome = Peers.outcome(broken.failure());
        if (status != 200) {
            return new Sent.Declined(outcome);
        }
        // Silence in the middle may be mended by asking again; a body that is too large or no HTTP will not.
        return outcome instanceof ServerOutcome.Silent ? new Sent.Unclear(outcome) : new Sent.Declined(outcome);
    }

    private Sent take(StreamedResponse response, Order.Submit order, Version version)
            throws IOException, InterruptedException {
        boolean omitted = version == Version.TWO && order.join().omitMembers();
        JoinedRoom room = new JoinedRoom(
                order.head().orderId(), order.join().commandId(), order.event(), order.server(), omitted);
        return switch (rooms.run(room, response.body())) {
            case RoomImport.Imported imported ->
                new Sent.Taken(new ServerOutcome.Succeeded(200), Optional.of(imported.importId()));
            case RoomImport.Refused refused -> new Sent.Declined(new ServerOutcome.BadAnswer(200, refused.why()));
        };
    }

    private static Sent error(StreamedResponse response) throws IOException {
        byte[] body = response.body().readNBytes(MOST_ERROR_BYTES);
        FederationResponse whole = new FederationResponse(response.head(), body);
        ErrorAnswer error = ErrorAnswer.read(new ApiResponse(response.status(), body));
        return Sent.error(Peers.declined(error, whole), error.isEndpointUnknown());
    }
}
