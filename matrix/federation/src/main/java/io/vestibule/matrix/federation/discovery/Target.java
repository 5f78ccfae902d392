package io.vestibule.matrix.federation.discovery;

import io.vestibule.matrix.federation.dns.DnsName;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One place to connect to. Immutable.
 *
 * @param address the very address to connect to; the address guard has let it through
 * @param port the port, 1 to 65535
 * @param tlsName the name to ask for (SNI) and to find in the certificate; null if the certificate must be for the address
 *     and no name is asked for
 * @param authority what goes into {@code Host} or {@code :authority}, exactly so
 */
public record Target(
        InetAddress address, int port, @Nullable DnsName tlsName, String authority) {

    /** @return what the certificate must be for: the name, or the address as text */
    public String certificateName() {
        return tlsName == null ? address.getHostAddress() : tlsName.value();
    }
}
