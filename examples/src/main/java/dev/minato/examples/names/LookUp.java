package dev.minato.examples.names;

import dev.minato.address.IpAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Resolver;
import java.time.Duration;

/// Prints the addresses of a host, or why there are none.
///
/// A name server that does not answer is no reason to wait for long, so there is a timeout. What is neither an
/// address nor a name is told apart from a name that nobody knows.
///
/// Try it with `localhost`, `::1`, `127.1` and `nobody.invalid`.
final class LookUp {
    static void main(String[] args) throws NetException {
        IO.print(describe(args.length > 0 ? args[args.length - 1] : "localhost"));
    }

    // @start region="look-up"
    static String describe(String host) throws NetException {
        try {
            var text = new StringBuilder();
            for (IpAddr address : Resolver.lookupHost(host, Duration.ofSeconds(5))) {
                text.append(address).append('\n');
            }
            return text.toString();
        } catch (NetException e) {
            return switch (e.kind()) {
                case ErrorKind.HOST_NOT_FOUND -> "nobody knows " + host + "\n";
                case ErrorKind.INVALID_INPUT -> host + " is no host\n";
                case ErrorKind.TIMED_OUT -> "no answer\n";
                default -> throw e;
            };
        }
    }
    // @end

    private LookUp() {}
}
