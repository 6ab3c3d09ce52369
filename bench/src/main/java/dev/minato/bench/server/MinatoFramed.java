package dev.minato.bench.server;

import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.TcpStream;
import java.time.Duration;

/// Lines through `Framed` as a server would have it, with a limit to their length and a limit to how long a
/// connection may be idle; each is sent back. The messages of the load are lines.
final class MinatoFramed {
    private static final int MAX_LINE = 64 * 1024;
    private static final Duration IDLE = Duration.ofMinutes(1);

    private MinatoFramed() {}

    public static void main(String[] arguments) throws Exception {
        MinatoServer.tcp(MinatoFramed::echo);
    }

    private static void echo(TcpStream stream) throws NetException {
        stream.setReadTimeout(IDLE);
        var lines = new Framed<>(stream, LineCodec.bytes(MAX_LINE));
        for (var line = lines.read(); line.isPresent(); line = lines.read()) {
            lines.write(line.get());
        }
    }
}
