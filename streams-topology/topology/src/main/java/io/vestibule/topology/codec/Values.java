package io.vestibule.topology.codec;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.model.EarlyMembership;
import io.vestibule.model.ImportId;
import io.vestibule.model.MemberEvent;
import io.vestibule.model.Membership;
import io.vestibule.model.OrderId;
import io.vestibule.schemas.MembershipRemembered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Small values: enums of the same names, times, optional identifiers. */
final class Values {

    private Values() {}

    /** @return the constant of the same name; every schema enum has its twin in the model, which a test holds */
    static <E extends Enum<E>> E same(Class<E> type, Enum<?> twin) {
        return Enum.valueOf(type, twin.name());
    }

    static long millis(@Nullable Instant at) {
        return at == null ? 0 : at.toEpochMilli();
    }

    static Instant instant(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    static @Nullable Instant instantOrNull(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    static <T> @Nullable T orNull(String text, Function<String, T> read) {
        return text.isEmpty() ? null : read.apply(text);
    }

    static @Nullable EventId event(String text) {
        return orNull(text, EventId::of);
    }

    static @Nullable ServerName server(String text) {
        return orNull(text, ServerName::of);
    }

    static @Nullable RoomVersionId version(String text) {
        return orNull(text, RoomVersionId::of);
    }

    static @Nullable OrderId order(String text) {
        return orNull(text, OrderId::new);
    }

    static @Nullable ImportId importId(String text) {
        return orNull(text, ImportId::new);
    }

    static List<EventId> events(List<String> texts) {
        return each(texts, EventId::of);
    }

    static List<ServerName> servers(List<String> texts) {
        return each(texts, ServerName::of);
    }

    static List<String> texts(List<?> values) {
        return each(values, Object::toString);
    }

    /** Most lists have one or two entries, and each record has several: a stream for each would cost more than the work. */
    static <A, B> List<B> each(List<? extends A> list, Function<A, B> convert) {
        if (list.isEmpty()) {
            return List.of();
        }
        List<B> converted = new ArrayList<>(list.size());
        for (A entry : list) {
            converted.add(convert.apply(entry));
        }
        return Collections.unmodifiableList(converted);
    }

    static io.vestibule.schemas.MemberEvent write(MemberEvent event) {
        return io.vestibule.schemas.MemberEvent.newBuilder()
                .setEventId(event.id().value())
                .setEventJson(event.json())
                .build();
    }

    static io.vestibule.schemas.@Nullable MemberEvent writeOrNull(@Nullable MemberEvent event) {
        return event == null ? null : write(event);
    }

    static MemberEvent read(io.vestibule.schemas.MemberEvent event) {
        return new MemberEvent(EventId.of(event.getEventId()), event.getEventJson());
    }

    static @Nullable MemberEvent readOrNull(io.vestibule.schemas.@Nullable MemberEvent event) {
        return event == null ? null : read(event);
    }

    static MembershipRemembered write(EarlyMembership early) {
        return MembershipRemembered.newBuilder()
                .setMembership(same(io.vestibule.schemas.Membership.class, early.membership()))
                .setEventId(early.eventId().value())
                .setCites(texts(early.cites()))
                .setUntil(millis(early.until()))
                .build();
    }

    static EarlyMembership read(MembershipRemembered early) {
        return new EarlyMembership(
                same(Membership.class, early.getMembership()),
                EventId.of(early.getEventId()),
                events(early.getCites()),
                instant(early.getUntil()));
    }

    /** A field of an envelope that its type says is there. */
    static <T> T present(@Nullable T field, Object type) {
        if (field == null) {
            throw new IllegalArgumentException("the record says " + type + " and lacks the field for it");
        }
        return field;
    }
}
