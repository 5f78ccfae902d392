package io.vestibule.kit.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.vestibule.matrix.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line: {@code at}, {@code level}, {@code logger}, {@code thread}, {@code message}, the key-value pairs,
 * and {@code exception} with its stack.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = {};

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("at", event.getInstant().toString())
                .field("level", event.getLevel().toString())
                .field("logger", event.getLoggerName())
                .field("thread", wellFormed(event.getThreadName()))
                .field("message", wellFormed(event.getFormattedMessage()));
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> json.field(wellFormed(pair.key), wellFormed(String.valueOf(pair.value))));
        }
        IThrowableProxy failure = event.getThrowableProxy();
        if (failure != null) {
            json.field("exception", wellFormed(ThrowableProxyUtil.asString(failure)));
        }
        return line(json.endObject().toBytes());
    }

    private static byte[] line(byte[] document) {
        byte[] line = Arrays.copyOf(document, document.length + 1);
        line[document.length] = '\n';
        return line;
    }

    /** A stranger's text may hold half a character, which JSON cannot. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
