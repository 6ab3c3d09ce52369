package dev.minato.services.dns;

import dev.minato.address.SocketAddr;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// The settings of a [DnsService].
///
/// @param upstreams the servers that it asks, all at once; none for those that resolv.conf names
/// @param timeout how long an asker waits for their answer at most, before the service says that it failed
/// @param cacheBytes how many bytes of answers it keeps; 0 for none
/// @param maxInProgress how many queries wait for an answer from elsewhere; to others it says at once that
///     it failed
public record DnsSettings(List<SocketAddr> upstreams, Duration timeout, long cacheBytes, int maxInProgress) {
    /// The most bytes of [#cacheBytes]: 1 GiB.
    public static final long MAX_CACHE = 1L << 30;

    /// The servers of resolv.conf, 4 s, which is less than the 5 s after which most programs ask again, 8
    /// MiB, and 256 queries.
    public static final DnsSettings DEFAULT = new DnsSettings(List.of(), Duration.ofSeconds(4), 8L * 1024 * 1024, 256);

    private static final int MAX_IN_PROGRESS = 1 << 16;

    /// What an answer in the cache takes at least, which bounds their number.
    private static final int LEAST_ENTRY = 128;

    /// Copies the list.
    ///
    /// @throws IllegalArgumentException if the timeout is not positive, the bytes are not from 0 to 1 GiB,
    ///     or the queries not from 1 to 65,536
    public DnsSettings {
        upstreams = List.copyOf(upstreams);
        Objects.requireNonNull(timeout, "timeout");
        check(timeout.isPositive(), "timeout must be positive, not " + timeout);
        boolean isSize = cacheBytes >= 0 && cacheBytes <= MAX_CACHE;
        check(isSize, "cache bytes must be from 0 to " + MAX_CACHE + ", not " + cacheBytes);
        boolean isBound = maxInProgress >= 1 && maxInProgress <= MAX_IN_PROGRESS;
        check(isBound, "max in progress must be from 1 to " + MAX_IN_PROGRESS + ", not " + maxInProgress);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /// Returns these settings with other servers to ask.
    public DnsSettings withUpstreams(List<SocketAddr> servers) {
        return new DnsSettings(servers, timeout, cacheBytes, maxInProgress);
    }

    /// Returns these settings with another timeout.
    public DnsSettings withTimeout(Duration time) {
        return new DnsSettings(upstreams, time, cacheBytes, maxInProgress);
    }

    /// Returns these settings with another cache.
    public DnsSettings withCacheBytes(long bytes) {
        return new DnsSettings(upstreams, timeout, bytes, maxInProgress);
    }

    /// Returns these settings with another bound of queries in progress.
    public DnsSettings withMaxInProgress(int queries) {
        return new DnsSettings(upstreams, timeout, cacheBytes, queries);
    }

    int cacheEntries() {
        return (int) (cacheBytes / LEAST_ENTRY);
    }
}
