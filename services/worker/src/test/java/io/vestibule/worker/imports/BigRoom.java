package io.vestibule.worker.imports;

import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import io.vestibule.schemas.ImportRecord;
import io.vestibule.schemas.ImportRecordType;
import io.vestibule.testkit.key.OneKeyRing;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Makes an answer to send_join of any size, event by event, and imports it. Run as a process of its own with a small heap. */
final class BigRoom {
    static final RoomVersionRules RULES = RoomVersions.V11;
    static final ServerName RESIDENT = ServerName.of("resident.example");
    static final ServerName US = ServerName.of("us.example");
    static final long TIME = 1_000_000;
    static final RoomId ROOM = RoomId.of("!big:resident.example");

    final SigningKeyFile residentKeys = SigningKeyFile.generate(new SecureRandom());
    final SigningKeyFile ourKeys = SigningKeyFile.generate(new SecureRandom());
    final EventSigner resident = new EventSigner(Ed25519.fastest(), RESIDENT, residentKeys.signingKey());
    KeyRing ring = OneKeyRing.of(RESIDENT, residentKeys.signingKey());
    final EventSigner us = new EventSigner(Ed25519.fastest(), US, ourKeys.signingKey());

    /** Imports a room of {@code args[0]} members whose events have {@code args[1]} more bytes each; prints what was written. */
    public static void main(String[] args) throws Exception {
        BigRoom big = new BigRoom();
        Path file = Files.createTempFile("big-room", ".json");
        try {
            big.writeAnswer(file, Integer.parseInt(args[0]), "x".repeat(Integer.parseInt(args[1])));
            System.out.println("bytes=" + Files.size(file));
            AtomicInteger events = new AtomicInteger();
            RoomImport.Result result = big.run(file, written -> {
                if (written.getType() == ImportRecordType.EVENT) {
                    events.incrementAndGet();
                }
            });
            System.out.println("result=" + result.getClass().getSimpleName() + " events=" + events);
        } finally {
            Files.delete(file);
        }
    }

    RoomImport.Result run(Path file, Consumer<ImportRecord> written) throws IOException, InterruptedException {
        return run(file, written, () -> {});
    }

    /** @param arrived runs when the answer has been read to its end */
    RoomImport.Result run(Path file, Consumer<ImportRecord> written, Runnable arrived)
            throws IOException, InterruptedException {
        Spool spool = Spool.open(Files.createTempDirectory("spool"), Long.MAX_VALUE);
        try (VerificationLanes lanes = VerificationLanes.open();
                var in = new FilterInputStream(Files.newInputStream(file)) {
                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        int count = super.read(into, offset, length);
                        if (count < 0) {
                            arrived.run();
                        }
                        return count;
                    }
                }) {
            return rooms(lanes, spool, written).run(new JoinedRoom("order", "command", join(), RESIDENT, false), in);
        }
    }

    RoomImport rooms(VerificationLanes lanes, Spool spool, Consumer<ImportRecord> written) {
        return new RoomImport(
                new RoomImport.Checks(
                        new EventSignatures(Ed25519.fastest()), ring, new OurKeys(US, ourKeys), Duration.ofSeconds(10)),
                new RoomImport.Workshop(lanes, spool),
                () -> new Log(written),
                InstantSource.system());
    }

    void writeAnswer(Path file, int members, String padding) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write("{\"members_omitted\":false,\"auth_chain\":[],\"state\":[".getBytes(StandardCharsets.UTF_8));
            out.write(create().bytes());
            for (int n = 0; n < members; n++) {
                out.write(',');
                out.write(member(n, padding).bytes());
            }
            out.write("]}".getBytes(StandardCharsets.UTF_8));
        }
    }

    Pdu create() {
        JsonWriter draft = draft("m.room.create", "", "@creator:resident.example");
        draft.name("content").beginObject().field("room_version", "11").endObject();
        return complete(resident, draft);
    }

    /** A member whose event is of another time than all the others'. */
    Pdu memberAt(long originServerTs) {
        String user = "@late:resident.example";
        JsonWriter draft = draft("m.room.member", user, user, originServerTs);
        draft.name("content").beginObject().field("membership", "join").endObject();
        return complete(resident, draft);
    }

    Pdu member(int number, String padding) {
        String user = "@user" + number + ":resident.example";
        JsonWriter draft = draft("m.room.member", user, user);
        draft.name("content")
                .beginObject()
                .field("membership", "join")
                .field("padding", padding)
                .endObject();
        return complete(resident, draft);
    }

    Pdu join() {
        UserId bob = UserId.of("@bob:us.example");
        JsonWriter draft = draft("m.room.member", bob.value(), bob.value());
        draft.name("content").beginObject().field("membership", "join").endObject();
        return complete(us, draft);
    }

    private static Pdu complete(EventSigner signer, JsonWriter draft) {
        return signer.complete(draft.endObject().toObject(), RULES).orThrow();
    }

    private static JsonWriter draft(String type, String stateKey, String sender) {
        return draft(type, stateKey, sender, TIME);
    }

    private static JsonWriter draft(String type, String stateKey, String sender, long originServerTs) {
        JsonWriter draft = new JsonWriter()
                .beginObject()
                .field("type", type)
                .field("state_key", stateKey)
                .field("sender", sender)
                .field("room_id", ROOM.value())
                .field("depth", 1)
                .field("origin_server_ts", originServerTs);
        draft.name("auth_events").beginArray().endArray();
        draft.name("prev_events").beginArray().endArray();
        return draft;
    }

    private record Log(Consumer<ImportRecord> written) implements ImportLog {
        @Override
        public void append(ImportRecord imported) {
            written.accept(imported);
        }

        @Override
        public void awaitAcknowledged() {
            // Everything is where it belongs already.
        }
    }
}
