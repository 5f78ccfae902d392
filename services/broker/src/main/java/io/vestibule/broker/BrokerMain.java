package io.vestibule.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The child of {@link BrokerProcess}: directory, host, port, seat, then {@code key=value} broker keys. */
final class BrokerMain {

    /** What the child prints when its broker takes requests. */
    static final String READY = "ready";

    /** Stands for no seat. */
    static final String ALONE = "-";

    private BrokerMain() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> overrides = new LinkedHashMap<>();
        for (int i = 4; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            overrides.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        Optional<QuorumSeat> seat =
                arguments[3].equals(ALONE) ? Optional.empty() : Optional.of(QuorumSeat.parse(arguments[3]));
        EmbeddedBroker broker = EmbeddedBroker.start(
                new BrokerConfig(Path.of(arguments[0]), arguments[1], Integer.parseInt(arguments[2]), overrides, seat));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-shutdown"));
        System.out.println(READY);
        endWithParent();
    }

    /** Standard input ends when the parent does, however it ends. */
    private static void endWithParent() throws IOException {
        int read;
        do {
            read = System.in.read();
        } while (read >= 0);
        System.exit(0);
    }
}
