package io.vestibule.matrix.federation.dns;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.dns.DefaultDnsCache;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/**
 * Netty's cache, which honours TTLs, with a bound on the number of names: strangers choose which names we look up.
 */
@NullUnmarked
final class BoundedDnsCache implements DnsCache {

    private static final int NEGATIVE_TTL_SECONDS = 30;

    private final DefaultDnsCache entries;
    private final Map<String, Boolean> recentlyUsed;

    BoundedDnsCache(DnsSettings settings) {
        int longest = (int) Math.clamp(settings.longestTtl().toSeconds(), 0, Integer.MAX_VALUE);
        this.entries = new DefaultDnsCache(0, longest, Math.min(longest, NEGATIVE_TTL_SECONDS));
        this.recentlyUsed = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                boolean tooMany = size() > settings.cachedNames();
                if (tooMany) {
                    entries.clear(eldest.getKey());
                }
                return tooMany;
            }
        };
    }

    @Override
    public synchronized void clear() {
        recentlyUsed.clear();
        entries.clear();
    }

    @Override
    public synchronized boolean clear(String hostname) {
        recentlyUsed.remove(hostname);
        return entries.clear(hostname);
    }

    @Override
    public synchronized List<? extends DnsCacheEntry> get(String hostname, DnsRecord[] additionals) {
        return entries.get(hostname, additionals);
    }

    @Override
    public synchronized DnsCacheEntry cache(
            String hostname, DnsRecord[] additionals, InetAddress address, long originalTtl, EventLoop loop) {
        recentlyUsed.put(hostname, true);
        return entries.cache(hostname, additionals, address, originalTtl, loop);
    }

    @Override
    public synchronized DnsCacheEntry cache(String hostname, DnsRecord[] additionals, Throwable cause, EventLoop loop) {
        recentlyUsed.put(hostname, true);
        return entries.cache(hostname, additionals, cause, loop);
    }
}
