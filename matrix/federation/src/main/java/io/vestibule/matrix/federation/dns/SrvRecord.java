package io.vestibule.matrix.federation.dns;

/**
 * An SRV record (RFC 2782).
 *
 * @param priority 0 to 65535; lower ones are tried first
 * @param weight 0 to 65535; the share among records of one priority
 * @param port 0 to 65535
 * @param target the host as written, without the dot at its end; empty for the root, which says that the service is
 *     decidedly not available
 */
public record SrvRecord(int priority, int weight, int port, String target) {

    /** @return whether the record says that there is no such service */
    public boolean deniesService() {
        return target.isEmpty();
    }
}
