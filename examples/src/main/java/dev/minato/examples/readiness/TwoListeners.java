package dev.minato.examples.readiness;

import dev.minato.error.NetException;
import dev.minato.net.Readiness;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// One thread that accepts from two ports: whichever has a connection first. It says which, and hangs up.
///
/// Two tasks with a plain `accept` each do the same, and are what most programs want.
final class TwoListeners {
    static void main(String[] args) throws NetException {
        try (var one = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7878");
                var two = TcpListener.bind("127.0.0.1:0")) {
            serve(one, two);
        }
    }

    // @start region="any"
    static void serve(TcpListener one, TcpListener two) throws NetException {
        var both = List.of(Readiness.readable(one), Readiness.readable(two));
        while (one.isOpen() && two.isOpen()) {
            for (Readiness ready : Readiness.any(both)) {
                var listener = (TcpListener) ready.socket();
                Optional<TcpStream> accepted = listener.tryAccept(); // somebody else may have been faster
                if (accepted.isPresent()) {
                    greet(accepted.get(), listener == one ? "one\n" : "two\n");
                }
            }
        }
    }
    // @end

    private static void greet(TcpStream stream, String name) throws NetException {
        try (stream) {
            stream.writeAll(name.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private TwoListeners() {}
}
