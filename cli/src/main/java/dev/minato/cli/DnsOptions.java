package dev.minato.cli;

import dev.minato.address.AddressParseException;
import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import dev.minato.services.Limits;
import dev.minato.services.dns.DnsSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/// The options of `minato serve` for the service `dns`.
final class DnsOptions {
    private static final int PORT = 53;

    private final OptionSpec upstreams = OptionSpec.builder("--upstream")
            .paramLabel("SERVER")
            .arity("1")
            .type(List.class)
            .auxiliaryTypes(SocketAddr.class)
            .converters(DnsOptions::server)
            .initialValue(List.of())
            .description("A name server that dns asks, an address or ADDRESS:PORT; several are asked at once, and the"
                    + " first good answer is taken: those of /etc/resolv.conf.")
            .build();
    private final OptionSpec cache = Commands.option(
                    "--dns-cache", "BYTES", SizeOption.bytes(DnsSettings.MAX_CACHE), Long.class)
            .description("How much dns keeps of answers: " + SizeOption.text(DnsSettings.DEFAULT.cacheBytes()) + ".")
            .build();

    void addTo(CommandSpec spec) {
        spec.addOption(upstreams).addOption(cache);
    }

    /// Returns those limits with what the options say.
    Limits addTo(Limits limits) {
        List<SocketAddr> servers = upstreams.getValue();
        DnsSettings settings = limits.dns().withUpstreams(servers);
        return limits.withDns(Optional.ofNullable(cache.<@Nullable Long>getValue())
                .map(settings::withCacheBytes)
                .orElse(settings));
    }

    private static SocketAddr server(String text) {
        try {
            boolean isPlain = text.startsWith("[") ? text.endsWith("]") : text.indexOf(':') != text.lastIndexOf(':');
            if (text.indexOf(':') < 0 || isPlain) {
                return SocketAddr.of(IpAddr.parse(text.replaceAll("^\\[|\\]$", "")), PORT);
            }
            return SocketAddr.parse(text);
        } catch (AddressParseException e) {
            throw new TypeConversionException(
                    "'" + text + "' is not an address such as 192.0.2.53, 127.0.0.1:5301 or" + " [2001:db8::53]:53");
        }
    }
}
