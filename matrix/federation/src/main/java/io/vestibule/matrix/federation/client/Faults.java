package io.vestibule.matrix.federation.client;

import io.netty.handler.codec.DecoderException;
import io.vestibule.matrix.federation.discovery.Discovery;
import io.vestibule.matrix.federation.discovery.Target;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns what the network throws into values. */
final class Faults {

    private static final int DEEPEST = 10;

    private Faults() {}

    /** A connection could not be had: no byte of the request has left. */
    static FederationFailure connecting(Target target, Throwable fault) {
        String place = place(target);
        if (find(fault, SSLException.class) != null) {
            Throwable root = root(fault);
            String reason = root.getClass().getSimpleName() + ": " + message(root);
            return new FederationFailure.TlsFailed(place, target.certificateName(), reason);
        }
        if (find(fault, TimeoutException.class) != null) {
            return new FederationFailure.Unreachable(place, "no connection in time");
        }
        return new FederationFailure.Unreachable(place, message(root(fault)));
    }

    /** Bytes of the request may have left. */
    static FederationFailure afterSending(Throwable fault) {
        boolean badHttp = find(fault, DecoderException.class) != null
                || find(fault, IllegalArgumentException.class) != null
                || find(fault, IllegalStateException.class) != null;
        String reason = message(root(fault));
        return badHttp ? new FederationFailure.BadAnswer(reason) : new FederationFailure.ConnectionLost(reason);
    }

    static FederationFailure discovering(Discovery.NotLocated reason) {
        return switch (reason) {
            case Discovery.Unresolved unresolved ->
                new FederationFailure.DnsFailed(unresolved.host(), unresolved.reason());
            case Discovery.Blocked blocked ->
                new FederationFailure.BlockedAddress(
                        blocked.address().getHostAddress(), blocked.range().toString());
            case Discovery.OutOfTime outOfTime -> new FederationFailure.TimedOut("looking for the server", false);
        };
    }

    static String place(Target target) {
        String address = target.address().getHostAddress();
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + target.port();
    }

    private static <T extends Throwable> @Nullable T find(Throwable fault, Class<T> kind) {
        @Nullable Throwable cause = fault;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (kind.isInstance(cause)) {
                return kind.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }

    private static Throwable root(Throwable fault) {
        Throwable root = fault;
        for (int depth = 0; depth < DEEPEST; depth++) {
            @Nullable Throwable cause = root.getCause();
            if (cause == null) {
                break;
            }
            root = cause;
        }
        return root;
    }

    private static String message(Throwable fault) {
        @Nullable String message = fault.getMessage();
        return message == null || message.isBlank() ? fault.getClass().getSimpleName() : message;
    }
}
