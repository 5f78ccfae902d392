package io.vestibule.interop.proxy;

/**
 * A federation request as it passed a proxy.
 *
 * @param server the name of the server it was sent to
 * @param nanos when, on the run's monotonic clock
 * @param method the HTTP method
 * @param target the raw request target
 */
public record SeenRequest(String server, long nanos, String method, String target) {

    /** @return the endpoint's name, such as make_join */
    public String endpoint() {
        String[] parts = target.split("[/?]", -1);
        return parts.length > 4 ? parts[4] : target;
    }
}
