package io.vestibule.kit.log;

/** The names of key-value pairs in log lines. Fixed, so that a search for one finds every line. */
public final class LogKeys {

    public static final String ROOM_ID = "roomId";
    public static final String USER_ID = "userId";
    public static final String EVENT_ID = "eventId";
    public static final String SERVER = "server";
    public static final String ORIGIN = "origin";
    public static final String COMMAND_ID = "commandId";
    public static final String ORDER_ID = "orderId";
    public static final String ATTEMPT = "attempt";
    public static final String OUTCOME = "outcome";
    public static final String REASON = "reason";
    public static final String TOPIC = "topic";
    public static final String PARTITION = "partition";
    public static final String OFFSET = "offset";
    public static final String ADDRESS = "address";
    public static final String ENDPOINT = "endpoint";
    public static final String APPSERVICE = "appservice";
    public static final String TRACE_ID = "traceId";

    private LogKeys() {}
}
