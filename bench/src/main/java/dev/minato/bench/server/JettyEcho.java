package dev.minato.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// A protocol of its own on Jetty's connector: one thread that accepts, one that selects, and the echo on the latter.
final class JettyEcho extends AbstractConnection implements Callback {
    private static final int THREADS = 8;
    private static final int BACKLOG = 4096;
    private static final int BUFFER = 16 * 1024;

    private final ByteBuffer buffer = BufferUtil.allocateDirect(BUFFER);
    private final Callback readable =
            Callback.from(InvocationType.NON_BLOCKING, this::onFillable, this::onFillInterestedFailed);

    private JettyEcho(EndPoint endPoint, Connector connector) {
        super(endPoint, connector.getExecutor());
    }

    public static void main(String[] arguments) throws Exception {
        var server = new Server(new QueuedThreadPool(THREADS));
        var connector = new ServerConnector(server, 1, 1, new Connections());
        connector.setHost("127.0.0.1");
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(0);
        server.addConnector(connector);
        server.start();
        Control.ready(connector.getLocalPort());
        server.join();
    }

    private static final class Connections extends AbstractConnectionFactory {
        Connections() {
            super("echo");
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return configure(new JettyEcho(endPoint, connector), connector, endPoint);
        }
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().fillInterested(readable);
    }

    @Override
    public void onFillable() {
        try {
            int n = getEndPoint().fill(buffer);
            if (n < 0) {
                close();
            } else if (n == 0 || getEndPoint().flush(buffer)) {
                getEndPoint().fillInterested(readable);
            } else {
                getEndPoint().write(this, buffer);
            }
        } catch (IOException gone) {
            close();
        }
    }

    /// What the socket did not take at once has been written.
    @Override
    public void succeeded() {
        getEndPoint().fillInterested(readable);
    }

    @Override
    public void failed(Throwable cause) {
        close();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
