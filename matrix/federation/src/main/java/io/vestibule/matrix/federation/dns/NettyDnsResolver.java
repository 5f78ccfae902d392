package io.vestibule.matrix.federation.dns;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.HostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.vestibule.matrix.federation.Deadline;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Asks real name servers through one UDP socket, and over TCP when an answer does not fit.
 *
 * <p>Names in the hosts file are taken from there, and {@code localhost} is this machine (RFC 6761 §6.3). Search domains of
 * the operating system are not applied: a server name is always complete. IPv4 addresses come first, because a host without
 * an IPv6 route notices that at once, while a broken IPv6 route costs a connect timeout. A question that a name server does
 * not answer properly is asked once more, of the next one if there are several.
 *
 * <p>Vert.x has a DNS client too, but it does not follow aliases and gives only the first address; Netty's own look-up does
 * not tell a name that does not exist from name servers that fail. Thread-safe.
 */
public final class NettyDnsResolver implements DnsResolver, AutoCloseable {

    private static final int TRIES = 2;
    private static final int MOST_ALIASES = 8;
    private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(2);
    private static final List<InetAddress> THIS_MACHINE =
            List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

    private final MultiThreadIoEventLoopGroup group;
    private final DnsNameResolver resolver;

    private record Question<R>(String name, DnsRecordType type, AnswerSection.Decoder<R> decoder) {}

    public NettyDnsResolver(DnsSettings settings) {
        this.group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("vestibule-dns", true), NioIoHandler.newFactory());
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(group.next())
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class)
                .queryTimeoutMillis(settings.queryTimeout().toMillis())
                .decodeIdn(false)
                .resolveCache(NoopDnsCache.INSTANCE)
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE);
        if (!settings.nameServers().isEmpty()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(settings.nameServers()));
        }
        this.resolver = builder.build();
    }

    @Override
    public DnsAnswer<InetAddress> addresses(DnsName name, Deadline deadline) throws InterruptedException {
        List<InetAddress> local = localAddresses(name);
        if (!local.isEmpty()) {
            return new DnsAnswer.Found<>(local, Duration.ZERO);
        }
        Question<InetAddress> ipv4 = new Question<>(name.value(), DnsRecordType.A, data -> address(data, 4));
        Question<InetAddress> ipv6 = new Question<>(name.value(), DnsRecordType.AAAA, data -> address(data, 16));
        Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> askedMeanwhile = ask(ipv6);
        DnsAnswer<InetAddress> first = resolve(ipv4, ask(ipv4), deadline);
        return merged(first, resolve(ipv6, askedMeanwhile, deadline));
    }

    @Override
    public DnsAnswer<SrvRecord> services(DnsName name, Deadline deadline) throws InterruptedException {
        if (name.isLocalhost()) {
            return new DnsAnswer.Absent<>();
        }
        Question<SrvRecord> question = new Question<>(name.value(), DnsRecordType.SRV, NettyDnsResolver::srvRecord);
        return resolve(question, ask(question), deadline);
    }

    private static List<InetAddress> localAddresses(DnsName name) {
        List<InetAddress> fromFile = Stream.of(ResolvedAddressTypes.IPV4_ONLY, ResolvedAddressTypes.IPV6_ONLY)
                .flatMap(family -> Stream.ofNullable(HostsFileEntriesResolver.DEFAULT.address(name.value(), family)))
                .toList();
        return fromFile.isEmpty() && name.isLocalhost() ? THIS_MACHINE : fromFile;
    }

    private static DnsAnswer<InetAddress> merged(DnsAnswer<InetAddress> ipv4, DnsAnswer<InetAddress> ipv6) {
        if (ipv4 instanceof DnsAnswer.Found<InetAddress> found4
                && ipv6 instanceof DnsAnswer.Found<InetAddress> found6) {
            List<InetAddress> all = new ArrayList<>(found4.records());
            all.addAll(found6.records());
            return new DnsAnswer.Found<>(all, found4.ttl().compareTo(found6.ttl()) < 0 ? found4.ttl() : found6.ttl());
        }
        if (ipv6 instanceof DnsAnswer.Found<InetAddress> || ipv4 instanceof DnsAnswer.Absent<InetAddress>) {
            return ipv6;
        }
        return ipv4;
    }

    private Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> ask(Question<?> question) {
        return resolver.query(new DefaultDnsQuestion(question.name() + ".", question.type()));
    }

    /** Waits for an answer, asks again if it is none, and follows aliases that lead out of it. */
    private <R> DnsAnswer<R> resolve(
            Question<R> question, Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> asked, Deadline deadline)
            throws InterruptedException {
        Question<R> current = question;
        Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> pending = asked;
        for (int aliases = 0; aliases <= MOST_ALIASES; aliases++) {
            Reply<R> reply = await(current, pending, deadline);
            for (int tries = 1; tries < TRIES && reply.isFailed() && !deadline.hasPassed(); tries++) {
                reply = await(current, ask(current), deadline);
            }
            if (!(reply instanceof Reply.Alias<R> alias)) {
                return ((Reply.Final<R>) reply).answer();
            }
            current = new Question<>(alias.target(), question.type(), question.decoder());
            pending = ask(current);
        }
        return new DnsAnswer.Failed<>("more than " + MOST_ALIASES + " aliases");
    }

    private sealed interface Reply<R> {
        record Final<R>(DnsAnswer<R> answer) implements Reply<R> {}

        record Alias<R>(String target) implements Reply<R> {}

        default boolean isFailed() {
            return this instanceof Final<R> last && last.answer() instanceof DnsAnswer.Failed<R>;
        }
    }

    private static <R> Reply<R> failed(String reason) {
        return new Reply.Final<>(new DnsAnswer.Failed<>(reason));
    }

    private static <R> Reply<R> await(
            Question<R> question, Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> asked, Deadline deadline)
            throws InterruptedException {
        try {
            if (!asked.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                abandon(asked);
                return failed("the name servers did not answer in time");
            }
        } catch (InterruptedException interrupted) {
            abandon(asked);
            throw interrupted;
        }
        if (!asked.isSuccess()) {
            return failed(
                    DnsNameResolver.isTimeoutError(asked.cause())
                            ? "the name servers did not answer in time"
                            : "the name servers could not be asked: "
                                    + asked.cause().getMessage());
        }
        AddressedEnvelope<DnsResponse, InetSocketAddress> envelope = asked.getNow();
        try {
            return read(question, envelope.content());
        } finally {
            envelope.release();
        }
    }

    private static void abandon(Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> asked) {
        asked.addListener((Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> late) -> {
            if (late.isSuccess()) {
                late.getNow().release();
            }
        });
        asked.cancel(false);
    }

    private static <R> Reply<R> read(Question<R> question, DnsResponse response) {
        if (response.code().equals(DnsResponseCode.NXDOMAIN)) {
            return new Reply.Final<>(new DnsAnswer.Absent<>());
        }
        if (!response.code().equals(DnsResponseCode.NOERROR)) {
            return failed("the name servers answered " + response.code());
        }
        try {
            AnswerSection<R> section =
                    AnswerSection.read(response, question.name(), question.type(), question.decoder());
            if (!section.records().isEmpty()) {
                return new Reply.Final<>(new DnsAnswer.Found<>(section.records(), section.ttlOrZero()));
            }
            return section.lastName().equals(question.name())
                    ? new Reply.Final<>(new DnsAnswer.Absent<>())
                    : new Reply.Alias<>(section.lastName());
        } catch (RuntimeException fault) {
            if (AnswerSection.isMalformed(fault)) {
                return failed("the name servers answered with malformed records");
            }
            throw fault;
        }
    }

    private static InetAddress address(ByteBuf data, int length) {
        byte[] bytes = new byte[length];
        data.readBytes(bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SrvRecord srvRecord(ByteBuf data) {
        int priority = data.readUnsignedShort();
        int weight = data.readUnsignedShort();
        int port = data.readUnsignedShort();
        return new SrvRecord(priority, weight, port, AnswerSection.plain(AnswerSection.decodedName(data)));
    }

    /** Ends the questions that are under way and releases the socket. */
    @Override
    public void close() {
        resolver.close();
        group.shutdownGracefully(0, LONGEST_SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
