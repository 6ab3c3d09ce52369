package dev.minato.cli;

import dev.minato.address.AddressParseException;
import dev.minato.address.HostPort;
import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.Resolver;
import dev.minato.services.dns.RacingResolverBuilder;
import dev.minato.services.dns.ResolvConf;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The servers that `minato dns` asks: those of `--server`, or of resolv.conf.
final class DnsServers {
    private static final int DNS = 53;

    private DnsServers() {}

    /// Tells the resolver whom to ask, and for how long.
    ///
    /// @param texts `HOST` or `HOST:PORT`; none for those of resolv.conf
    /// @param name whose the certificates have to be; that of the host if empty
    /// @throws Failure for what is no address
    /// @throws NetException if a name cannot be looked up, or resolv.conf not read
    static void addTo(
            RacingResolverBuilder resolver, List<String> texts, Optional<String> name, Optional<Duration> timeout)
            throws Failure, NetException {
        if (texts.isEmpty()) {
            ResolvConf conf = ResolvConf.system();
            resolver.conf(name.isEmpty() ? conf : new ResolvConf(List.of(), conf.timeout(), conf.attempts()));
            if (name.isPresent()) {
                conf.servers().forEach(server -> resolver.server(server, name.get()));
            }
        }
        for (String text : texts) {
            HostPort server = parse(text);
            SocketAddr address =
                    Resolver.lookupHost(server.host(), server.port()).getFirst();
            resolver.server(address, name.orElse(server.host()));
        }
        timeout.ifPresent(resolver::timeout);
    }

    /// With the port of DNS if none is given; an IPv6 address without one needs no brackets.
    private static HostPort parse(String text) throws Failure {
        boolean bare = text.indexOf(':') < 0 || !text.startsWith("[") && text.indexOf(':') != text.lastIndexOf(':');
        try {
            if (bare) {
                return new HostPort(text, DNS);
            }
            return text.endsWith("]") ? HostPort.parse(text + ":" + DNS) : HostPort.parse(text);
        } catch (AddressParseException e) {
            throw Failure.usage("--server: " + Commands.text(e));
        }
    }
}
