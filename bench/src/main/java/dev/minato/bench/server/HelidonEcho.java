package dev.minato.bench.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;

/// A protocol of its own on Helidon's listener: blocking sockets of the JDK, a virtual thread a connection.
final class HelidonEcho implements ServerConnectionSelector {
    private static final int BACKLOG = 4096;

    private HelidonEcho() {}

    public static void main(String[] arguments) {
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .backlog(BACKLOG)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .addConnectionSelector(new HelidonEcho())
                .build()
                .start();
        Control.ready(server.port());
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData begin) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return Set.of();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new Echo(context);
    }

    private record Echo(ConnectionContext context) implements ServerConnection {
        @Override
        public void handle(Limit limit) {
            try {
                while (true) {
                    context.dataWriter().writeNow(context.dataReader().readBuffer());
                }
            } catch (DataReader.InsufficientDataAvailableException | UncheckedIOException end) {
                return;
            }
        }

        @Override
        public Duration idleTime() {
            return Duration.ZERO;
        }

        @Override
        public void close(boolean interrupt) {
            context.serverSocket().close();
        }
    }
}
