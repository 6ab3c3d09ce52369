package dev.minato.net;

import dev.minato.address.AddressParseException;
import dev.minato.address.HostPort;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import java.net.InetSocketAddress;
import java.util.List;

/// Where a call is to go, in any of the forms that it may be given: text, a host and a port, an address. It
/// shows itself as the caller wrote it, for messages.
final class Target {
    private final String text;
    private final Resolution resolution;

    private Target(String text, Resolution resolution) {
        this.text = text;
        this.resolution = resolution;
    }

    private interface Resolution {
        List<SocketAddr> addresses(Platform platform, long deadline) throws NetException;
    }

    static Target of(SocketAddr address) {
        return new Target(address.toString(), (_, _) -> List.of(address));
    }

    static Target of(InetSocketAddress address) {
        return address.isUnresolved() ? of(address.getHostString(), address.getPort()) : of(SocketAddr.of(address));
    }

    static Target of(String hostAndPort) {
        return new Target(hostAndPort, (platform, deadline) -> lookUp(HostPort.parse(hostAndPort), platform, deadline));
    }

    static Target of(String host, int port) {
        String text = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        return new Target(text, (platform, deadline) -> lookUp(HostPort.parse(text), platform, deadline));
    }

    /// A host alone; the port is put into its addresses, and not shown.
    static Target ofHost(String host, int port) {
        return new Target(host, (platform, deadline) -> lookUp(new HostPort(host, port), platform, deadline));
    }

    private static List<SocketAddr> lookUp(HostPort target, Platform platform, long deadline) throws NetException {
        var literal = target.literal();
        return literal.isPresent() ? List.of(literal.get()) : platform.resolve(target.host(), target.port(), deadline);
    }

    /// All its addresses, at least one; a name is looked up. INVALID_INPUT for text that is no address,
    /// HOST_NOT_FOUND, TOO_MANY_OPEN_FILES, TIMED_OUT, INTERRUPTED.
    List<SocketAddr> resolve(String operation, Platform platform, long deadline) throws NetException {
        try {
            return resolution.addresses(platform, deadline);
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

    @Override
    public String toString() {
        return text;
    }
}
