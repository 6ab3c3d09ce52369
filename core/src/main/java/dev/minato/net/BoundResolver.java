package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Lookup;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Outcome;
import java.util.List;
import java.util.Objects;

/// A program's resolver, bound in a scope.
///
/// It runs in the scope of the caller, with two differences: names that it looks up itself go to `outer`, or it
/// would ask itself without end; and the deadline is the call's.
///
/// @param outer the look-up of the scope that it was bound in
record BoundResolver(Resolver resolver, Lookup outer) implements Lookup {
    @Override
    public List<SocketAddr> resolve(String host, int port, long deadline) throws NetException {
        Scope inner = Scope.current().withLookup(outer).until(deadline);
        List<SocketAddr> addresses = inner.call(() -> ask(host, port));
        // A wait of Java's in the resolver does not end with the call's timeout: what comes later is dropped.
        if (inner.deadline() <= inner.platform().parker().now()) {
            throw ended(inner.failure(Outcome.TIMED_OUT, "resolve"), host).build();
        }
        if (addresses.isEmpty()) {
            throw failure(ErrorKind.HOST_NOT_FOUND, host).build();
        }
        return addresses;
    }

    private List<SocketAddr> ask(String host, int port) throws NetException {
        try {
            return checked(resolver.resolve(host, port), host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            // In a scope whose deadline has passed, that is what the interrupt was for.
            NetException interrupted = Scope.current().failure(Outcome.INTERRUPTED, "resolve");
            throw ended(interrupted, host).cause(e).build();
        } catch (NetException e) {
            // What it says of another address, such as that of a name server, is a detail here.
            boolean isOfHost = e.address().map(host::equals).orElse(true);
            throw isOfHost
                    ? e.withAddress(host)
                    : failure(e.kind(), host).detail(e.getMessage()).cause(e).build();
        }
    }

    private static NetException.Builder ended(NetException ended, String host) {
        NetException.Builder failure = failure(ended.kind(), host);
        ended.detail().ifPresent(failure::detail);
        return failure;
    }

    private List<SocketAddr> checked(List<SocketAddr> addresses, String host) {
        Objects.requireNonNull(addresses, () -> "the resolver returned null for " + host + ": " + resolver);
        for (SocketAddr address : addresses) {
            Objects.requireNonNull(address, () -> "the resolver returned a null address for " + host + ": " + resolver);
        }
        return List.copyOf(addresses);
    }

    private static NetException.Builder failure(ErrorKind kind, String host) {
        return NetException.builder(kind, "resolve").address(host);
    }
}
