package io.vestibule.matrix.federation.dns;

import io.vestibule.matrix.federation.Deadline;
import java.net.InetAddress;

/**
 * Asks the DNS. Thread-safe; calls block the calling thread, which is meant to be a virtual one.
 */
public interface DnsResolver {

    /**
     * @param name the name; aliases are followed
     * @param deadline when to give up
     * @return every A and AAAA address, in the order to try them
     * @throws InterruptedException if the calling thread is interrupted
     */
    DnsAnswer<InetAddress> addresses(DnsName name, Deadline deadline) throws InterruptedException;

    /**
     * @param name the full name of the service, such as {@code _matrix-fed._tcp.a.example}
     * @param deadline when to give up
     * @return its SRV records, in no particular order
     * @throws InterruptedException if the calling thread is interrupted
     */
    DnsAnswer<SrvRecord> services(DnsName name, Deadline deadline) throws InterruptedException;
}
