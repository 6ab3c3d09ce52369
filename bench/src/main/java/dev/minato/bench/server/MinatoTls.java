package dev.minato.bench.server;

import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import dev.minato.tls.TlsAcceptor;
import dev.minato.tls.TlsStream;
import java.nio.ByteBuffer;

/// Bare TLS streams of Minato, a task a connection: `MinatoTls ecdsa|rsa [waiting]`.
///
/// `waiting`: handlers wait before they take a buffer, so that an idle connection holds none.
final class MinatoTls {
    private static final int BUFFER = 16 * 1024;
    private static final WaitingEcho WAITING = new WaitingEcho(ByteBuffer::allocate);

    private MinatoTls() {}

    public static void main(String[] arguments) throws Exception {
        TlsAcceptor acceptor = TlsAcceptor.of(Certificate.named(arguments[0]).identity());
        boolean waiting = Arguments.has(arguments, "waiting");
        MinatoServer.tcp(stream -> serve(stream, acceptor, waiting));
    }

    private static void serve(TcpStream plain, TlsAcceptor acceptor, boolean waiting) throws NetException {
        try (TlsStream stream = acceptor.accept(plain)) {
            if (waiting) {
                WAITING.serve(stream);
            } else {
                echo(stream, ByteBuffer.allocate(BUFFER));
            }
        }
    }

    private static void echo(TlsStream stream, ByteBuffer buffer) throws NetException {
        while (stream.read(buffer.clear()) >= 0) {
            stream.writeAll(buffer.flip());
        }
    }
}
