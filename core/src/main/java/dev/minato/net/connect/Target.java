package dev.minato.net.connect;

import dev.minato.address.AddressParseException;
import dev.minato.address.HostPort;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.option.Bounds;
import dev.minato.platform.Scope;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/// The target of a call in any of its forms: text, a host and a port, an address. Its text is what the caller
/// wrote, for messages.
public final class Target {
    private final String text;
    private final Resolution resolution;

    private Target(String text, Resolution resolution) {
        this.text = text;
        this.resolution = resolution;
    }

    private interface Resolution {
        List<SocketAddr> addresses(long deadline) throws NetException;
    }

    /// An address.
    public static Target of(SocketAddr address) {
        return new Target(Objects.requireNonNull(address, "address").toString(), _ -> List.of(address));
    }

    /// Text: `host:port`.
    public static Target of(String hostAndPort) {
        Objects.requireNonNull(hostAndPort, "hostAndPort");
        return new Target(hostAndPort, deadline -> lookUp(HostPort.parse(hostAndPort), deadline));
    }

    /// A host and a port; IllegalArgumentException for a port that is not from 0 to 65535.
    public static Target of(String host, int port) {
        checkPort(host, port);
        String text = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        return new Target(text, deadline -> lookUp(HostPort.parse(text), deadline));
    }

    /// A host alone; the port, from 0 to 65535, is put into its addresses, and not shown.
    public static Target ofHost(String host, int port) {
        checkPort(host, port);
        return new Target(host, deadline -> lookUp(new HostPort(host, port), deadline));
    }

    private static void checkPort(String host, int port) {
        Objects.requireNonNull(host, "host");
        Bounds.within(0, 65_535, port, "port of " + host);
    }

    private static List<SocketAddr> lookUp(HostPort target, long deadline) throws NetException {
        var literal = target.literal();
        return literal.isPresent()
                ? List.of(literal.get())
                : Scope.current().lookup().resolve(target.host(), target.port(), deadline);
    }

    /// Returns all its addresses, at least one; a name is looked up as the scope says. INVALID_INPUT for text
    /// that is no address, HOST_NOT_FOUND, TOO_MANY_OPEN_FILES, TIMED_OUT, INTERRUPTED.
    public List<SocketAddr> resolve(String operation, long deadline) throws NetException {
        try {
            return resolution.addresses(deadline);
        } catch (AddressParseException e) {
            throw NetException.builder(ErrorKind.INVALID_INPUT, operation)
                    .address(text)
                    .detail(e.reason())
                    .cause(e)
                    .build();
        } catch (NetException e) {
            var failure =
                    NetException.builder(e.kind(), operation).address(text).cause(e);
            e.detail().ifPresent(failure::detail);
            throw failure.build();
        }
    }

    /// An attempt with one address.
    @FunctionalInterface
    public interface Attempt<T> {
        T with(SocketAddr address) throws NetException;
    }

    /// Returns the result of the first address that works, looking a name up for at most the scope's time; if
    /// none works, throws the last failure.
    public <T> T first(String operation, Attempt<T> attempt) throws NetException {
        Iterator<SocketAddr> addresses =
                resolve(operation, Scope.current().deadline()).iterator();
        for (; ; ) {
            SocketAddr address = addresses.next();
            try {
                return attempt.with(address);
            } catch (NetException e) {
                if (!addresses.hasNext()) {
                    throw e.withAddress(address);
                }
            }
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
