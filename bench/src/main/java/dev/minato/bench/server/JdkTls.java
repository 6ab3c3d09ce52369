package dev.minato.bench.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLServerSocket;

/// The JDK's `SSLSocket`, a virtual thread a connection: `JdkTls ecdsa|rsa`.
final class JdkTls {
    private static final int BACKLOG = 4096;
    private static final int BUFFER = 16 * 1024;

    private JdkTls() {}

    public static void main(String[] arguments) throws Exception {
        var sockets = Certificate.named(arguments[0]).context().getServerSocketFactory();
        try (var listener =
                (SSLServerSocket) sockets.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
            Control.ready(listener.getLocalPort());
            while (true) {
                Socket socket = listener.accept();
                Thread.startVirtualThread(() -> serve(socket));
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream input = socket.getInputStream();
            OutputStream output = socket.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
                output.write(buffer, 0, n);
            }
        } catch (IOException expected) {
            // The load ends its connections without a word.
            return;
        }
    }
}
