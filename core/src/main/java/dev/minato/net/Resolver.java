package dev.minato.net;

import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.connect.Target;
import dev.minato.net.handle.Timeout;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Deadline;
import java.time.Duration;
import java.util.List;

/// Name look-up: the addresses of hosts.
///
/// {@snippet file="dev/minato/examples/names/LookUp.java" region="look-up"}
///
/// A name goes to the operating system's resolver, getaddrinfo(3) (hosts file, DNS, and whatever else it is
/// set up to ask), on a few threads of its own and not on the caller's: four at once, and 1,024 that wait for
/// their turn. So a call can be bounded and interrupted, which getaddrinfo(3) cannot; an answer that comes
/// later is dropped, and does not count as one of the four, up to 64 threads. What the hosts file knows has
/// threads of its own and never waits behind a name server that is silent; nor does `localhost`, which is the
/// loopback addresses where the hosts file does not have it (RFC 6761). The JDK keeps answers for a while
/// (`networkaddress.cache.ttl`).
///
/// A literal address is given back as it is, without asking anybody. What is neither a strict literal nor a
/// name is refused: see [dev.minato.address.HostPort] for what counts, which many resolvers are lax about
/// (`127.1`, `0x7f.1`, `2130706433` and `01.2.3.4` are refused; a scope such as `fe80::1%3` is a number; names
/// of other alphabets have to be written in Punycode, as `java.net.IDN` does).
///
/// All methods fail with `INVALID_INPUT` for what is no host, `HOST_NOT_FOUND` for a name that has no address
/// or that cannot be looked up now, `TOO_MANY_OPEN_FILES` (the resolver needs a descriptor to ask with;
/// nothing is asked while there is none), `TIMED_OUT`, `DEADLINE_EXCEEDED`, `INTERRUPTED`,
/// `OTHER` when too many names are waiting. They may be called by any thread. Modelled on tokio's
/// `lookup_host`.
public final class Resolver {
    private Resolver() {}

    /// The addresses of a host, in the order in which they are to be tried; at least one. The scope of a
    /// link-local IPv6 address is lost here; [#lookupHost(String, int)] keeps it.
    public static List<IpAddr> lookupHost(String host) throws NetException {
        return ips(lookupHost(host, 0));
    }

    /// As [#lookupHost(String)], for at most `timeout`, which must be positive (`INVALID_INPUT`).
    public static List<IpAddr> lookupHost(String host, Duration timeout) throws NetException {
        return ips(lookupHost(host, 0, timeout));
    }

    /// The addresses of a host with `port` put in, in the order in which they are to be tried; at least one.
    ///
    /// @throws IllegalArgumentException if the port is not from 0 to 65535
    public static List<SocketAddr> lookupHost(String host, int port) throws NetException {
        return lookUp(host, port, Deadline.NEVER);
    }

    /// As [#lookupHost(String, int)], for at most `timeout`, which must be positive (`INVALID_INPUT`).
    public static List<SocketAddr> lookupHost(String host, int port, Duration timeout) throws NetException {
        return lookUp(host, port, Timeout.positiveNanos(timeout, "resolve"));
    }

    private static List<SocketAddr> lookUp(String host, int port, long nanos) throws NetException {
        Platform platform = Platform.current();
        long deadline = Timeout.deadline(platform.parker(), nanos);
        return Target.ofHost(host, port).resolve("resolve", platform, deadline);
    }

    private static List<IpAddr> ips(List<SocketAddr> addresses) {
        return addresses.stream().map(SocketAddr::ip).distinct().toList();
    }
}
