package dev.minato.net;

import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.connect.Target;
import dev.minato.net.handle.Timeout;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// Name look-up: the addresses of hosts, from the operating system or from a resolver that a program brings.
///
/// {@snippet file="dev/minato/examples/names/LookUp.java" region="look-up"}
///
/// `connect`, `bind`, `sendTo` and [#lookupHost(String)] ask the resolver that is bound where they are called
/// ([#with]); where none is, the operating system's, getaddrinfo(3) (hosts file, DNS, and whatever else it is
/// set up to ask). That runs on a few threads of its own and not on the caller's: four at once, and 1,024
/// that wait for their turn. So a call can be bounded and interrupted, which getaddrinfo(3) cannot; an answer
/// that comes later is dropped, and does not count as one of the four, up to 64 threads. What the hosts file
/// knows has threads of its own and never waits behind a name server that is silent; nor does `localhost`,
/// which is the loopback addresses where the hosts file does not have it (RFC 6761). The JDK keeps answers
/// for a while (`networkaddress.cache.ttl`).
///
/// A literal address is given back as it is, without asking anybody. What is neither a strict literal nor a
/// name is refused: see [dev.minato.address.HostPort] for what counts, which many resolvers are lax about
/// (`127.1`, `0x7f.1`, `2130706433` and `01.2.3.4` are refused; a scope such as `fe80::1%3` is a number; names
/// of other alphabets have to be written in Punycode, as `java.net.IDN` does).
///
/// `lookupHost` fails with `INVALID_INPUT` for what is no host, `HOST_NOT_FOUND` for a name that has no address
/// or that cannot be looked up now, `TOO_MANY_OPEN_FILES` (the resolver needs a descriptor to ask with;
/// nothing is asked while there is none), `TIMED_OUT`, `DEADLINE_EXCEEDED`, `INTERRUPTED`,
/// `OTHER` when too many names are waiting. All methods may be called by any thread. Modelled on tokio's
/// `lookup_host`.
@FunctionalInterface
public interface Resolver {
    /// Finds the addresses of a name, in the order in which they are to be tried. For a program that brings its
    /// own resolver; to look a name up, call [#lookupHost(String, int)].
    ///
    /// An empty list says that the name has no address: the call that asked fails with `HOST_NOT_FOUND`. A
    /// `NetException` is what that call fails with, too, by its kind, saying its own operation and the host;
    /// after an `InterruptedException` it fails with `INTERRUPTED`, and the thread's flag is set again. An
    /// unchecked exception passes as it is; null is a `NullPointerException`.
    ///
    /// Runs on the thread that asks, so several threads may call it at once, and it may wait as any task does.
    /// The timeout of the call that asks ends its waits in Minato, such as a read or `Tasks.sleep`. It does not
    /// end a wait of Java's, such as `BlockingQueue.take`: what comes after the timeout is dropped, and the
    /// call fails with `TIMED_OUT`. The deadline of the scope and an interrupt end both kinds of wait. Names
    /// that it looks up itself go to the resolver around it: the one that [#with] found bound.
    ///
    /// @param host a name as [dev.minato.address.HostPort] allows it, spelled as the caller spelled it, maybe
    ///     with a dot at the end; never a literal address
    /// @param port from 0 to 65535
    /// @return addresses with `port` in them, or with another one, as a test may want it that sends
    ///     `db.internal:5432` to wherever its server listens. A link-local IPv6 address needs its scope
    ///     ([SocketAddr#withScopeId])
    List<SocketAddr> resolve(String host, int port) throws NetException, InterruptedException;

    /// Runs `body` with `resolver`, which every look-up in it asks, and in the tasks that it starts.
    ///
    /// The innermost of several resolvers is asked. Tasks that were started elsewhere, and those of a
    /// [dev.minato.task.TaskGroup] that was made elsewhere, ask the one that is bound there; so do plain new
    /// threads, where none is.
    ///
    /// {@snippet file="dev/minato/examples/names/OwnNames.java" region="with"}
    ///
    /// @return what `body` returns
    /// @throws X what `body` throws
    static <T, X extends Throwable> T with(Resolver resolver, ScopedValue.CallableOp<? extends T, X> body) throws X {
        Objects.requireNonNull(body, "body");
        return scopeWith(resolver).call(body);
    }

    /// As [#with(Resolver, ScopedValue.CallableOp)], for a body without a result.
    static <X extends Throwable> void with(Resolver resolver, Scope.Body<X> body) throws X {
        Objects.requireNonNull(body, "body");
        scopeWith(resolver).run(body);
    }

    private static Scope scopeWith(Resolver resolver) {
        Objects.requireNonNull(resolver, "resolver");
        Scope scope = Scope.current();
        return scope.withLookup(new BoundResolver(resolver, scope.lookup()));
    }

    /// The addresses of a host, in the order in which they are to be tried; at least one. The scope of a
    /// link-local IPv6 address is lost here; [#lookupHost(String, int)] keeps it.
    static List<IpAddr> lookupHost(String host) throws NetException {
        return ips(lookupHost(host, 0));
    }

    /// As [#lookupHost(String)], for at most `timeout`.
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive
    static List<IpAddr> lookupHost(String host, Duration timeout) throws NetException {
        return ips(lookupHost(host, 0, timeout));
    }

    /// The addresses of a host with `port` put in, in the order in which they are to be tried; at least one.
    ///
    /// @throws IllegalArgumentException if the port is not from 0 to 65535
    static List<SocketAddr> lookupHost(String host, int port) throws NetException {
        return lookUp(host, port, Deadline.NEVER);
    }

    /// As [#lookupHost(String, int)], for at most `timeout`.
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive, or the port not from 0 to 65535
    static List<SocketAddr> lookupHost(String host, int port, Duration timeout) throws NetException {
        return lookUp(host, port, Timeout.positiveNanos(timeout, "resolve"));
    }

    private static List<SocketAddr> lookUp(String host, int port, long nanos) throws NetException {
        long deadline = Timeout.deadline(Scope.current().platform().parker(), nanos);
        return Target.ofHost(host, port).resolve("resolve", deadline);
    }

    private static List<IpAddr> ips(List<SocketAddr> addresses) {
        return addresses.stream().map(SocketAddr::ip).distinct().toList();
    }
}
