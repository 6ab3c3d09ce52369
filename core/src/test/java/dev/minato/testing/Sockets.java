package dev.minato.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The sockets that the process has open: a class of tests has to leave as many as it found. See [NetworkTest].
public final class Sockets implements BeforeAllCallback, AfterAllCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Sockets.class);

    /// Made by JUnit.
    public Sockets() {}

    /// Whether they can be counted on this machine.
    public static boolean canBeCounted() {
        return Descriptors.canBeCounted();
    }

    /// How many are open.
    public static long open() {
        Requirement.that(Descriptors.FOLDER.toString(), canBeCounted());
        return Descriptors.openSockets();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        // The JDK keeps a socket of its own from its first connection on, and raw peers are the JDK's.
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = SocketChannel.open(listener.getLocalSocketAddress());
                var server = listener.accept()) {
            client.write(ByteBuffer.allocate(1));
            server.getInputStream().read();
        }
        if (canBeCounted()) {
            context.getStore(NAMESPACE).put(context.getUniqueId(), open());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        Long before = context.getStore(NAMESPACE).get(context.getUniqueId(), Long.class);
        if (before != null) {
            Eventually.holds(
                    "no socket is left open beyond the " + before + " there were (" + open() + ")",
                    () -> open() <= before);
        }
    }
}
