package io.vestibule.matrix.federation.client;

import io.vestibule.matrix.federation.address.AddressGuard;
import io.vestibule.matrix.federation.discovery.Discovery;
import io.vestibule.matrix.federation.discovery.ServerDiscovery;
import io.vestibule.matrix.federation.dns.CachingDnsResolver;
import io.vestibule.matrix.federation.dns.DnsResolver;
import io.vestibule.matrix.federation.dns.NettyDnsResolver;
import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls other homeservers (Server-Server API).
 *
 * <p>A call finds out where the server listens, tries its targets until one accepts a connection, signs the request for
 * the server's own name whatever it delegates to, and waits for the answer. Only IP addresses that the address guard has
 * let through are connected to, and certificates are always checked.
 *
 * <p>Thread-safe. Calls block the calling thread; on virtual threads, thousands may wait at once.
 */
public final class FederationClient implements AutoCloseable {

    private final NettyDnsResolver nameServers;
    private final HttpsTransport transport;
    private final TargetWalk walk;
    private final ServerDiscovery discovery;
    private final RequestSigner signer;
    private final String userAgent;
    private final long mostBytes;
    private final Consumer<FederationFailure> failures;

    /**
     * @param settings how servers are called
     * @param signer our signature
     * @throws IllegalArgumentException if a CA file cannot be read; the message names it
     */
    public FederationClient(FederationClientSettings settings, RequestSigner signer) {
        this(settings, signer, failure -> {});
    }

    /**
     * @param settings how servers are called
     * @param signer our signature
     * @param failures hears why calls and look-ups of delegations failed, and why bodies broke off; called on the thread of whoever
     *     waits or reads; must not block
     * @throws IllegalArgumentException if a CA file cannot be read; the message names it
     */
    public FederationClient(
            FederationClientSettings settings, RequestSigner signer, Consumer<FederationFailure> failures) {
        this.signer = signer;
        this.failures = failures;
        this.mostBytes = settings.mostBytes();
        this.userAgent = settings.userAgent();
        AddressGuard guard = new AddressGuard(settings.addresses());
        this.transport = new HttpsTransport(settings.connections(), Trust.withExtra(settings.extraCaFiles()));
        this.nameServers = new NettyDnsResolver(settings.dns());
        DnsResolver dns = new CachingDnsResolver(nameServers, settings.dns(), InstantSource.system());
        this.walk = new TargetWalk(transport, settings.connections().connectTime());
        WellKnownHttps wellKnown = new WellKnownHttps(dns, guard, walk, userAgent, failures);
        this.discovery = new ServerDiscovery(
                settings.discovery(),
                new ServerDiscovery.Surroundings(
                        dns, guard, wellKnown, InstantSource.system(), ThreadLocalRandom::current));
    }

    /**
     * Calls a server and takes the whole answer into memory.
     *
     * @param destination the server's name, before any delegation
     * @param request what to ask
     * @param limits what the call may cost
     * @return the answer, whatever its status, or why there is none
     * @throws InterruptedException if the calling thread is interrupted; the call is cancelled
     */
    public FederationResult<FederationResponse> call(
            ServerName destination, FederationRequest request, CallLimits limits) throws InterruptedException {
        return told(WholeBody.of(open(destination, request, limits)));
    }

    private <R> FederationResult<R> told(FederationResult<R> result) {
        if (result instanceof FederationResult.Failed<R> failed) {
            failures.accept(failed.failure());
        }
        return result;
    }

    /**
     * Calls a server for an answer of modest size.
     *
     * @param budget how long the whole call may take
     * @return the answer, whatever its status, or why there is none
     * @throws InterruptedException if the calling thread is interrupted; the call is cancelled
     */
    public FederationResult<FederationResponse> call(ServerName destination, FederationRequest request, Duration budget)
            throws InterruptedException {
        return call(destination, request, CallLimits.within(budget).withMostBytes(mostBytes));
    }

    /**
     * Calls a server and hands over the answer as soon as its headers are there.
     *
     * @param destination the server's name, before any delegation
     * @param request what to ask
     * @param limits what the call may cost, the body included
     * @return the answer, to be closed by the caller, or why there is none
     * @throws InterruptedException if the calling thread is interrupted; the call is cancelled
     */
    public FederationResult<StreamedResponse> stream(
            ServerName destination, FederationRequest request, CallLimits limits) throws InterruptedException {
        FederationResult<StreamedResponse> result = told(open(destination, request, limits));
        if (result instanceof FederationResult.Answered<StreamedResponse> answered) {
            answered.response().responseBody().tellOfFailure(failures);
        }
        return result;
    }

    private FederationResult<StreamedResponse> open(
            ServerName destination, FederationRequest request, CallLimits limits) throws InterruptedException {
        return switch (discovery.discover(destination, limits.deadline())) {
            case Discovery.NotLocated reason -> new FederationResult.Failed<>(Faults.discovering(reason));
            case Discovery.Located located -> {
                @Nullable String authorization = request.isSigned() ? signer.authorization(destination, request) : null;
                yield walk.send(
                        located.targets(),
                        authority -> new Exchange(request, authority, authorization, userAgent),
                        limits);
            }
        };
    }

    /** @return where servers are found, for those who want to show it */
    public ServerDiscovery discovery() {
        return discovery;
    }

    /** Breaks off every call and closes every connection. */
    @Override
    public void close() {
        transport.close();
        nameServers.close();
    }
}
