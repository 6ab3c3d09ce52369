package dev.minato.bench.server;

import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Bare streams of Minato, a task a connection: `MinatoEcho [buffer=16384] [timeout]`.
///
/// `buffer=N` is held by each connection for as long as it lives; `timeout` sets a read timeout that never
/// passes.
final class MinatoEcho {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private MinatoEcho() {}

    public static void main(String[] arguments) throws Exception {
        int buffer = Arguments.number(arguments, "buffer", 16 * 1024);
        boolean timeout = Arguments.has(arguments, "timeout");
        MinatoServer.tcp(stream -> {
            if (timeout) {
                stream.setReadTimeout(TIMEOUT);
            }
            echo(stream, ByteBuffer.allocateDirect(buffer));
        });
    }

    private static void echo(TcpStream stream, ByteBuffer buffer) throws NetException {
        while (stream.read(buffer.clear()) >= 0) {
            stream.writeAll(buffer.flip());
        }
    }
}
