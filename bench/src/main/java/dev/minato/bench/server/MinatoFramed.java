package dev.minato.bench.server;

import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.TcpStream;

/// Lines through `Framed`, each sent back; the messages of the load are lines.
final class MinatoFramed {
    private static final int LONGEST = 64 * 1024;

    private MinatoFramed() {}

    public static void main(String[] arguments) throws Exception {
        MinatoServer.tcp(MinatoFramed::echo);
    }

    private static void echo(TcpStream stream) throws NetException {
        var lines = new Framed<>(stream, LineCodec.bytes(LONGEST));
        for (var line = lines.read(); line.isPresent(); line = lines.read()) {
            lines.write(line.get());
        }
    }
}
