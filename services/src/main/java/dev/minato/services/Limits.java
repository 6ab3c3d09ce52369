package dev.minato.services;

import dev.minato.server.AccessList;
import dev.minato.server.TrustedProxies;
import dev.minato.services.chat.ChatLimits;
import dev.minato.services.dns.DnsSettings;
import dev.minato.tls.TlsAcceptor;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// What a server allows: connections, time, memory, answers, who may connect, who speaks for others, and whether in
/// the clear. Immutable: each `with` method returns others, beginning with [#DEFAULT]. A limit that is out of its range
/// is an `IllegalArgumentException` that names it.
public final class Limits {
    /// The maximum of [#maxLine]: 64 MiB.
    public static final int MAX_LINE = 64 * 1024 * 1024;

    /// What `kv` stores by default where the heap is at least four times as large: 256 MiB.
    public static final long DEFAULT_KV_BYTES = 256L * 1024 * 1024;

    /// The defaults: 10,000 connections, any number from one address and per second, 60 s idle, 10 s for a request,
    /// 30 s for a write, any lifetime, lines of 64 KiB, 256 MiB of values and 10,000 series (but of each at most a
    /// quarter of the heap), an hour for a series, 1,000 answers per second and peer, and 5 s for a drain.
    public static final Limits DEFAULT = new Limits();

    // Written only before anybody else sees these limits.
    private int maxConnections = 10_000;
    private OptionalInt maxPerAddress = OptionalInt.empty();
    private OptionalInt maxAcceptRate = OptionalInt.empty();
    private Optional<Duration> firstByteTimeout = Optional.empty();
    private Duration idleTimeout = Duration.ofSeconds(60);
    private Duration requestTimeout = Duration.ofSeconds(10);
    private Duration writeTimeout = Duration.ofSeconds(30);
    private Optional<Duration> maxLifetime = Optional.empty();
    private TrustedProxies proxies = TrustedProxies.NONE;
    private AccessList access = AccessList.OPEN;
    private Optional<TlsAcceptor> tls = Optional.empty();
    private int maxLine = 64 * 1024;
    private long kvMaxBytes = Math.min(DEFAULT_KV_BYTES, maxOfKv() / 2);
    private int metricsInSeries = (int) Math.min(10_000, maxOfKv() / 2 / ServiceMemory.SERIES);
    private Duration metricsInExpiry = Duration.ofHours(1);
    private DnsSettings dns = DnsSettings.DEFAULT;
    private long reservedBytes;
    private int maxAnswers = 1_000;
    private Duration drainTimeout = Duration.ofSeconds(5);

    private Limits() {}

    private Limits with(Consumer<Limits> change) {
        var copy = new Limits();
        copy.maxConnections = maxConnections;
        copy.maxPerAddress = maxPerAddress;
        copy.maxAcceptRate = maxAcceptRate;
        copy.firstByteTimeout = firstByteTimeout;
        copy.idleTimeout = idleTimeout;
        copy.requestTimeout = requestTimeout;
        copy.writeTimeout = writeTimeout;
        copy.maxLifetime = maxLifetime;
        copy.proxies = proxies;
        copy.access = access;
        copy.tls = tls;
        copy.maxLine = maxLine;
        copy.kvMaxBytes = kvMaxBytes;
        copy.metricsInSeries = metricsInSeries;
        copy.metricsInExpiry = metricsInExpiry;
        copy.dns = dns;
        copy.reservedBytes = reservedBytes;
        copy.maxAnswers = maxAnswers;
        copy.drainTimeout = drainTimeout;
        change.accept(copy);
        return copy;
    }

    /// Open connections of all TCP services together; others wait in the backlogs.
    public int maxConnections() {
        return maxConnections;
    }

    /// Returns these limits with another maximum of connections, at least 1.
    public Limits withMaxConnections(int max) {
        check(max >= 1, "max connections must be at least 1, not " + max);
        return with(limits -> limits.maxConnections = max);
    }

    /// Open connections of one IP address; more are reset. Empty for any number.
    public OptionalInt maxPerAddress() {
        return maxPerAddress;
    }

    /// Returns these limits with a maximum of connections of one address, at least 1.
    public Limits withMaxPerAddress(int max) {
        check(max >= 1, "max per address must be at least 1, not " + max);
        return with(limits -> limits.maxPerAddress = OptionalInt.of(max));
    }

    /// Connections of all TCP services together that are accepted per second; others wait in the backlogs. Empty
    /// for any number.
    public OptionalInt maxAcceptRate() {
        return maxAcceptRate;
    }

    /// Returns these limits with a maximum of connections accepted per second, from 1 to 1,000,000,000.
    public Limits withMaxAcceptRate(int perSecond) {
        boolean holds = perSecond >= 1 && perSecond <= 1_000_000_000;
        check(holds, "max accept rate must be from 1 to 1000000000, not " + perSecond);
        return with(limits -> limits.maxAcceptRate = OptionalInt.of(perSecond));
    }

    /// How long a connection may take to send its first byte. Empty for as long as it may be idle.
    public Optional<Duration> firstByteTimeout() {
        return firstByteTimeout;
    }

    /// Returns these limits with a timeout for the first byte, positive.
    public Limits withFirstByteTimeout(Duration timeout) {
        check(timeout.isPositive(), "first byte timeout must be positive, not " + timeout);
        return with(limits -> limits.firstByteTimeout = Optional.of(timeout));
    }

    /// How long a connection may wait for its peer to send, once it has begun.
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /// Returns these limits with another idle timeout, positive.
    public Limits withIdleTimeout(Duration timeout) {
        check(timeout.isPositive(), "idle timeout must be positive, not " + timeout);
        return with(limits -> limits.idleTimeout = timeout);
    }

    /// How long a request (a line or a head) may take from its first byte to its last; also a body that is
    /// dropped, and a line that is skipped.
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /// Returns these limits with another request timeout, positive.
    public Limits withRequestTimeout(Duration timeout) {
        check(timeout.isPositive(), "request timeout must be positive, not " + timeout);
        return with(limits -> limits.requestTimeout = timeout);
    }

    /// How long a connection may wait for its peer to receive.
    public Duration writeTimeout() {
        return writeTimeout;
    }

    /// Returns these limits with another write timeout, positive.
    public Limits withWriteTimeout(Duration timeout) {
        check(timeout.isPositive(), "write timeout must be positive, not " + timeout);
        return with(limits -> limits.writeTimeout = timeout);
    }

    /// How long a connection may live, whatever it does. Empty for as long as it likes.
    public Optional<Duration> maxLifetime() {
        return maxLifetime;
    }

    /// Returns these limits with a maximum lifetime of connections, positive.
    public Limits withMaxLifetime(Duration lifetime) {
        check(lifetime.isPositive(), "max lifetime must be positive, not " + lifetime);
        return with(limits -> limits.maxLifetime = Optional.of(lifetime));
    }

    /// Whose connections begin with a PROXY header. Datagrams of theirs that begin with one are dropped.
    public TrustedProxies proxies() {
        return proxies;
    }

    /// Returns these limits with other trusted proxies.
    public Limits withProxies(TrustedProxies trusted) {
        Objects.requireNonNull(trusted, "trusted");
        return with(limits -> limits.proxies = trusted);
    }

    /// Who may connect; it does not apply to datagrams.
    public AccessList access() {
        return access;
    }

    /// Returns these limits with another access list.
    public Limits withAccess(AccessList list) {
        Objects.requireNonNull(list, "list");
        return with(limits -> limits.access = list);
    }

    /// What all TCP services are encrypted with; empty if they are not.
    public Optional<TlsAcceptor> tls() {
        return tls;
    }

    /// Returns these limits for services over TLS.
    public Limits withTls(TlsAcceptor acceptor) {
        Objects.requireNonNull(acceptor, "acceptor");
        return with(limits -> limits.tls = Optional.of(acceptor));
    }

    /// The longest line of `line` and `kv` in bytes, without its end.
    public int maxLine() {
        return maxLine;
    }

    /// Returns these limits with another maximum line, from 1 to [#MAX_LINE].
    public Limits withMaxLine(int max) {
        check(max >= 1 && max <= MAX_LINE, "max line must be from 1 to " + MAX_LINE + " bytes, not " + max);
        return with(limits -> limits.maxLine = max);
    }

    /// What `kv` stores at most: the bytes of each key and of its value, and 144 for the two together, which is
    /// their overhead at most.
    public long kvMaxBytes() {
        return kvMaxBytes;
    }

    /// Returns these limits with another maximum of `kv`, from 1 to [#maxOfKv].
    public Limits withKvMaxBytes(long max) {
        boolean holds = max >= 1 && max <= maxOfKv();
        check(holds, "kv max bytes must be from 1 to " + maxOfKv() + " (half the heap), not " + max);
        return with(limits -> limits.kvMaxBytes = max);
    }

    /// The series that `metrics-in` keeps; a line that would begin another is dropped.
    public int metricsInSeries() {
        return metricsInSeries;
    }

    /// Returns these limits with another maximum of series, from 1 to 1,000,000.
    public Limits withMetricsInSeries(int max) {
        check(max >= 1 && max <= 1_000_000, "metrics-in series must be from 1 to 1000000, not " + max);
        return with(limits -> limits.metricsInSeries = max);
    }

    /// After which time without a line `metrics-in` forgets a series.
    public Duration metricsInExpiry() {
        return metricsInExpiry;
    }

    /// Returns these limits with another time after which a series is forgotten, positive.
    public Limits withMetricsInExpiry(Duration expiry) {
        check(expiry.isPositive(), "metrics-in expiry must be positive, not " + expiry);
        return with(limits -> limits.metricsInExpiry = expiry);
    }

    /// Whom `dns` asks, and what it keeps.
    public DnsSettings dns() {
        return dns;
    }

    /// Returns these limits with other settings of `dns`.
    public Limits withDns(DnsSettings settings) {
        Objects.requireNonNull(settings, "settings");
        return with(limits -> limits.dns = settings);
    }

    /// Datagrams of one peer (an address and a port) that a UDP service answers per second, and no others: two servers
    /// are not to answer each other for ever.
    public int maxAnswers() {
        return maxAnswers;
    }

    /// Returns these limits with another maximum of answers, at least 1.
    public Limits withMaxAnswers(int max) {
        check(max >= 1, "max answers must be at least 1, not " + max);
        return with(limits -> limits.maxAnswers = max);
    }

    /// How long connections may finish in a drain.
    public Duration drainTimeout() {
        return drainTimeout;
    }

    /// Returns these limits with another drain timeout; zero for none.
    public Limits withDrainTimeout(Duration timeout) {
        check(!timeout.isNegative(), "drain timeout must not be negative, as " + timeout + " is");
        return with(limits -> limits.drainTimeout = timeout);
    }

    /// What a program holds beside its services, to watch them or for other ends: it is left for them in
    /// [ServiceMemory].
    public long reservedBytes() {
        return reservedBytes;
    }

    /// Returns these limits with so many bytes left for what a program holds beside its services.
    public Limits withReservedBytes(long bytes) {
        check(bytes >= 0, "reserved bytes must not be negative, as " + bytes + " is");
        return with(limits -> limits.reservedBytes = bytes);
    }

    /// Returns the maximum of [#kvMaxBytes]: half the heap, so that the other services have memory, too.
    public static long maxOfKv() {
        return Runtime.getRuntime().maxMemory() / 2;
    }

    /// Returns the most bytes that one connection of that service can make the server hold, besides its
    /// task's stack of up to 12 KiB; 0 for a service that is unknown or not served over TCP. Not counted is
    /// what `kv` stores, which [#kvMaxBytes] bounds for all connections together, and the rooms of `chat`.
    ///
    /// | service | input | one request | output |
    /// |---|---|---|---|
    /// | `echo`, `count` | 16 KiB | | |
    /// | `line` | a line, at least 16 KiB, and 64 KiB if it is longer | its text, twice the line | 64 KiB |
    /// | `kv` | as `line` | a value: a line, though it was overwritten since | 64 KiB or a line |
    /// | `hello` | 16 KiB | its fields, 16 KiB | 64 KiB |
    /// | `chat` | 16 KiB | | 64 KiB, and 1,024 messages that wait to be sent |
    /// | `metrics-in` | 16 KiB | | 1 KiB; of eight scrapes more, which are counted apart |
    /// | `dns` | 16 KiB | | 64 KiB, and 10 answers of 64 KiB that wait to be sent |
    ///
    /// What takes 512 KiB or more counts twice, since G1 gives it whole regions.
    public long maxConnectionBytes(String service) {
        Objects.requireNonNull(service, "service");
        return ConnectionMemory.of(this, service);
    }

    /// The bounds of `chat`: its own, and [#maxLine] if that is shorter than its own.
    ChatLimits chat() {
        return ChatLimits.DEFAULT.withMaxLine(Math.min(maxLine, ChatLimits.DEFAULT.maxLine()));
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
