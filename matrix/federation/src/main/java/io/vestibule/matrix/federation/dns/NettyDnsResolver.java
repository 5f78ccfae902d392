package io.vestibule.matrix.federation.dns;

import io.netty.buffer.ByteBuf;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.vestibule.matrix.federation.Deadline;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks real name servers through one UDP socket, and over TCP when an answer does not fit.
 *
 * <p>Names in the hosts file are taken from there, and {@code localhost} is this machine. Search domains of the operating
 * system are not applied: a server name is always complete. IPv4 addresses come first, because a host without an IPv6
 * route notices that at once, while a broken IPv6 route costs a connect timeout. A question that nobody answers is asked
 * once more.
 *
 * <p>Vert.x has a DNS client too, but it does not follow aliases and gives only the first address. Thread-safe.
 */
public final class NettyDnsResolver implements DnsResolver, AutoCloseable {

    private static final int TRIES = 2;
    private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(2);

    private final MultiThreadIoEventLoopGroup group;
    private final DnsNameResolver resolver;

    public NettyDnsResolver(DnsSettings settings) {
        this.group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("vestibule-dns", true), NioIoHandler.newFactory());
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(group.next())
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class)
                .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
                .completeOncePreferredResolved(false)
                .queryTimeoutMillis(settings.queryTimeout().toMillis())
                .searchDomains(List.of())
                .ndots(1)
                .decodeIdn(false)
                .resolveCache(new BoundedDnsCache(settings))
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE);
        if (!settings.nameServers().isEmpty()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(settings.nameServers()));
        }
        this.resolver = builder.build();
    }

    @Override
    public DnsAnswer<InetAddress> addresses(DnsName name, Deadline deadline) throws InterruptedException {
        return ask(() -> resolver.resolveAll(absolute(name)), deadline);
    }

    @Override
    public DnsAnswer<SrvRecord> services(DnsName name, Deadline deadline) throws InterruptedException {
        if (name.isLocalhost()) {
            return new DnsAnswer.Absent<>();
        }
        DefaultDnsQuestion question = new DefaultDnsQuestion(absolute(name), DnsRecordType.SRV);
        DnsAnswer<DnsRecord> answer = ask(() -> resolver.resolveAll(question), deadline);
        return switch (answer) {
            case DnsAnswer.Found<DnsRecord> found -> srvRecords(found.records());
            case DnsAnswer.Absent<DnsRecord> absent -> new DnsAnswer.Absent<>();
            case DnsAnswer.Failed<DnsRecord> failed -> new DnsAnswer.Failed<>(failed.reason());
        };
    }

    /** The dot at the end keeps the resolver from trying the name below other domains. */
    private static String absolute(DnsName name) {
        return name.isLocalhost() ? name.value() : name.value() + ".";
    }

    private static <R> DnsAnswer<R> ask(Supplier<Future<List<R>>> question, Deadline deadline)
            throws InterruptedException {
        DnsAnswer<R> answer = new DnsAnswer.Failed<>("no time was left to ask the name servers");
        for (int tries = 0; tries < TRIES && !deadline.hasPassed(); tries++) {
            Future<List<R>> asked = question.get();
            answer = await(asked, deadline);
            if (!(answer instanceof DnsAnswer.Failed<R>)) {
                break;
            }
        }
        return answer;
    }

    private static <R> DnsAnswer<R> await(Future<List<R>> asked, Deadline deadline) throws InterruptedException {
        try {
            if (!asked.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                abandon(asked);
                return new DnsAnswer.Failed<>("the name servers did not answer in time");
            }
        } catch (InterruptedException interrupted) {
            abandon(asked);
            throw interrupted;
        }
        if (!asked.isSuccess()) {
            return failure(asked.cause());
        }
        List<R> records = asked.getNow();
        return records.isEmpty() ? new DnsAnswer.Absent<>() : new DnsAnswer.Found<>(records);
    }

    private static <R> void abandon(Future<List<R>> asked) {
        asked.addListener((Future<List<R>> late) -> {
            if (late.isSuccess()) {
                late.getNow().forEach(ReferenceCountUtil::safeRelease);
            }
        });
        asked.cancel(false);
    }

    /** Without a cause the servers answered, and had no such record. */
    private static <R> DnsAnswer<R> failure(Throwable failure) {
        @Nullable Throwable cause = failure.getCause();
        if (cause == null) {
            return new DnsAnswer.Absent<>();
        }
        if (cause instanceof DnsErrorCauseException error) {
            return error.getCode().equals(DnsResponseCode.NXDOMAIN)
                    ? new DnsAnswer.Absent<>()
                    : new DnsAnswer.Failed<>("the name servers answered " + error.getCode());
        }
        return new DnsAnswer.Failed<>(
                DnsNameResolver.isTimeoutError(cause)
                        ? "the name servers did not answer in time"
                        : "the name servers could not be asked: " + cause.getMessage());
    }

    private static DnsAnswer<SrvRecord> srvRecords(List<DnsRecord> records) {
        List<SrvRecord> services = new ArrayList<>(records.size());
        try {
            for (DnsRecord dnsRecord : records) {
                srvRecord(dnsRecord).ifPresent(services::add);
            }
        } finally {
            records.forEach(ReferenceCountUtil::safeRelease);
        }
        return services.isEmpty()
                ? new DnsAnswer.Failed<>("the SRV records are malformed")
                : new DnsAnswer.Found<>(services);
    }

    private static Optional<SrvRecord> srvRecord(DnsRecord dnsRecord) {
        if (!(dnsRecord instanceof DnsRawRecord raw) || !raw.type().equals(DnsRecordType.SRV)) {
            return Optional.empty();
        }
        ByteBuf data = raw.content();
        if (data.readableBytes() < 7) {
            return Optional.empty();
        }
        try {
            int priority = data.readUnsignedShort();
            int weight = data.readUnsignedShort();
            int port = data.readUnsignedShort();
            String name = DefaultDnsRecordDecoder.decodeName(data);
            String target = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
            return Optional.of(new SrvRecord(priority, weight, port, target, Duration.ofSeconds(raw.timeToLive())));
        } catch (CorruptedFrameException | IndexOutOfBoundsException malformed) {
            return Optional.empty();
        }
    }

    /** Ends the questions that are under way and releases the socket. */
    @Override
    public void close() {
        resolver.close();
        group.shutdownGracefully(0, LONGEST_SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
