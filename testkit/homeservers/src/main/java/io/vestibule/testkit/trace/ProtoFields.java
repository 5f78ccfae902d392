package io.vestibule.testkit.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The fields of one protobuf message, in their order on the wire. Immutable. */
final class ProtoFields {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private record Field(int number, long value, byte[] bytes) {}

    private final List<Field> fields = new ArrayList<>();

    ProtoFields(byte[] message) {
        ByteBuffer left = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (left.hasRemaining()) {
            long tag = varint(left);
            fields.add(field((int) (tag >>> 3), (int) (tag & 7), left));
        }
    }

    private static Field field(int number, int wireType, ByteBuffer left) {
        return switch (wireType) {
            case VARINT -> new Field(number, varint(left), new byte[0]);
            case FIXED64 -> new Field(number, left.getLong(), new byte[0]);
            case FIXED32 -> new Field(number, left.getInt(), new byte[0]);
            case LENGTH -> {
                byte[] bytes = new byte[Math.toIntExact(varint(left))];
                left.get(bytes);
                yield new Field(number, 0, bytes);
            }
            default -> throw new IllegalArgumentException("no wire type: " + wireType);
        };
    }

    private static long varint(ByteBuffer left) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = left.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    List<ProtoFields> messages(int number) {
        return fields.stream()
                .filter(field -> field.number() == number)
                .map(field -> new ProtoFields(field.bytes()))
                .toList();
    }

    boolean has(int number) {
        return fields.stream().anyMatch(field -> field.number() == number);
    }

    long number(int number) {
        return fields.stream()
                .filter(field -> field.number() == number)
                .mapToLong(Field::value)
                .reduce(0, (first, last) -> last);
    }

    String text(int number) {
        return new String(bytes(number), UTF_8);
    }

    String hex(int number) {
        return HexFormat.of().formatHex(bytes(number));
    }

    private byte[] bytes(int number) {
        return fields.stream()
                .filter(field -> field.number() == number)
                .map(Field::bytes)
                .reduce(new byte[0], (first, last) -> last);
    }
}
