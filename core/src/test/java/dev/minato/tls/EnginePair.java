package dev.minato.tls;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/// A client's engine and a server's, whose records are handed over in memory until both are done.
final class EnginePair {
    private final SSLEngine client;
    private final SSLEngine server;
    private final Queue<ByteBuffer> toServer = new ArrayDeque<>();
    private final Queue<ByteBuffer> toClient = new ArrayDeque<>();

    private EnginePair(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
        client.setUseClientMode(true);
        server.setUseClientMode(false);
    }

    /// A pair whose client asks for `host`, and checks that name.
    static EnginePair of(SSLContext client, SSLContext server, String host) {
        var pair = new EnginePair(client.createSSLEngine(host, 443), server.createSSLEngine());
        return pair.withClient(parameters -> parameters.setEndpointIdentificationAlgorithm("HTTPS"));
    }

    /// Changes the client's parameters.
    EnginePair withClient(Consumer<SSLParameters> change) {
        change(client, change);
        return this;
    }

    /// Changes the server's parameters.
    EnginePair withServer(Consumer<SSLParameters> change) {
        change(server, change);
        return this;
    }

    /// The client sends `name` in its hello, whatever host it was made for.
    EnginePair withServerName(String name) {
        return withClient(parameters -> parameters.setServerNames(List.of(new SNIHostName(name))));
    }

    private static void change(SSLEngine engine, Consumer<SSLParameters> change) {
        SSLParameters parameters = engine.getSSLParameters();
        change.accept(parameters);
        engine.setSSLParameters(parameters);
    }

    /// Makes the handshake; fails as the side that failed first.
    EnginePair handshake() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        boolean moved = true;
        while (moved) {
            moved = step(client, toClient, toServer) | step(server, toServer, toClient);
        }
        return this;
    }

    /// One wrap, unwrap or task; whether there was anything to do.
    private static boolean step(SSLEngine engine, Queue<ByteBuffer> in, Queue<ByteBuffer> out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
                return true;
            }
            case NEED_WRAP -> {
                ByteBuffer records = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
                engine.wrap(ByteBuffer.allocate(0), records);
                out.add(records.flip());
                return true;
            }
            default -> {
                return unwrap(engine, in);
            }
        }
    }

    private static boolean unwrap(SSLEngine engine, Queue<ByteBuffer> in) throws SSLException {
        ByteBuffer records = in.peek();
        if (records == null) {
            return false;
        }
        ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        SSLEngineResult result = engine.unwrap(records, plain);
        if (!records.hasRemaining()) {
            in.remove();
        }
        return result.getStatus() == SSLEngineResult.Status.OK
                || result.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP;
    }

    /// The server's certificate as the client has seen it.
    X509Certificate serverCertificate() throws SSLPeerUnverifiedException {
        return (X509Certificate) client.getSession().getPeerCertificates()[0];
    }

    /// The client's certificate as the server has seen it.
    Optional<X509Certificate> clientCertificate() {
        try {
            return Optional.of((X509Certificate) server.getSession().getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    /// When the client's session was made: before this handshake if it was resumed.
    byte[] clientSession() {
        return client.getSession().getId();
    }

    String protocol() {
        return client.getSession().getProtocol();
    }

    long created() {
        return client.getSession().getCreationTime();
    }

    SSLEngine client() {
        return client;
    }
}
