package dev.minato.examples.tcp;

import dev.minato.error.NetException;
import dev.minato.net.KeepAliveTimes;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.net.TcpStreamOptions;
import dev.minato.task.Tasks;
import java.time.Duration;

/// An echo server whose connections notice a peer that has vanished, and a client in a hurry.
///
/// Options are set before the socket listens or connects; a listener's connections have them, too.
final class Options {
    // @start region="server"
    static final int BACKLOG = 100;

    static TcpListener listen(String address) throws NetException {
        return TcpListener.options()
                .backlog(BACKLOG)
                .noDelay(true)
                .keepAlive(new KeepAliveTimes(Duration.ofMinutes(1), Duration.ofSeconds(10), 3))
                .bind(address);
    }
    // @end

    // @start region="client"
    static final TcpStreamOptions HURRY = TcpStream.options().noDelay(true);

    static TcpStream connect(String address) throws NetException {
        return HURRY.connect(address, Duration.ofSeconds(3));
    }
    // @end

    static void main(String[] args) throws NetException {
        try (var listener = listen(args.length > 0 ? args[0] : "127.0.0.1:7878")) {
            for (TcpStream stream : listener.incoming()) {
                Tasks.spawn(() -> EchoServer.echo(stream));
            }
        }
    }

    private Options() {}
}
