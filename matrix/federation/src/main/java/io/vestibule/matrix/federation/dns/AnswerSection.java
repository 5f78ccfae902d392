package io.vestibule.matrix.federation.dns;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsSection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of an answer that belong to the name that was asked for, through the aliases in the same answer.
 *
 * @param records the records of the wanted type
 * @param lastName the name at the end of the aliases
 * @param ttl the shortest of all that was used, in seconds
 */
record AnswerSection<R>(List<R> records, String lastName, long ttl) {

    /** Reads the data of one record. */
    @FunctionalInterface
    interface Decoder<R> {
        R decode(ByteBuf data);
    }

    static <R> AnswerSection<R> read(DnsResponse response, String name, DnsRecordType type, Decoder<R> decoder) {
        Map<String, String> aliases = new HashMap<>();
        long ttl = Long.MAX_VALUE;
        List<DnsRawRecord> answers = new ArrayList<>();
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            DnsRecord answer = response.recordAt(DnsSection.ANSWER, i);
            if (answer instanceof DnsRawRecord raw) {
                answers.add(raw);
            }
        }
        for (DnsRawRecord answer : answers) {
            if (answer.type().equals(DnsRecordType.CNAME)) {
                aliases.putIfAbsent(plain(answer.name()), plain(decodedName(answer.content())));
                ttl = Math.min(ttl, answer.timeToLive());
            }
        }
        String last = follow(name, aliases);
        List<R> records = new ArrayList<>();
        for (DnsRawRecord answer : answers) {
            if (answer.type().equals(type) && plain(answer.name()).equals(last)) {
                records.add(decoder.decode(answer.content().duplicate()));
                ttl = Math.min(ttl, answer.timeToLive());
            }
        }
        return new AnswerSection<>(records, last, ttl);
    }

    /** Each alias is used up, so that a circle ends. */
    private static String follow(String name, Map<String, String> aliases) {
        String last = name;
        @Nullable String next = aliases.remove(last);
        while (next != null) {
            last = next;
            next = aliases.remove(last);
        }
        return last;
    }

    /** A name in the data may point back into the message, which the duplicated buffer still holds. */
    static String decodedName(ByteBuf data) {
        return DefaultDnsRecordDecoder.decodeName(data.duplicate());
    }

    static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    Duration ttlOrZero() {
        return ttl == Long.MAX_VALUE ? Duration.ZERO : Duration.ofSeconds(ttl);
    }

    /** What a decoder throws when the data is too short or a name in it malformed. */
    static boolean isMalformed(RuntimeException fault) {
        return fault instanceof CorruptedFrameException
                || fault instanceof IndexOutOfBoundsException
                || fault instanceof IllegalArgumentException;
    }
}
