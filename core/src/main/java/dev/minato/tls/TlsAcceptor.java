package dev.minato.tls;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/// The server's side of TLS: makes a [TlsStream] of a stream that was accepted.
///
/// {@snippet file="dev/minato/examples/tls/TlsEcho.java" region="accept"}
///
/// One for all connections of a service; safe for use by several threads.
///
/// **Renewal.** [#setIdentities] changes the certificates for the handshakes that begin afterwards, without a
/// restart. Clients that were here before still resume their sessions. Sessions of clients whose own
/// certificate was verified are resumed without another look at it, for a day at most; [#setClientTrust] ends
/// that at once.
public final class TlsAcceptor {
    private final TlsSettings settings;
    private final boolean clientMustShow;
    private final ServerKeys keys;
    private volatile SSLContext context;

    TlsAcceptor(TlsSettings settings, List<TlsIdentity> identities, Optional<TlsTrust> clientTrust)
            throws NetException {
        this.settings = settings;
        this.clientMustShow = clientTrust.isPresent();
        this.keys = new ServerKeys(identities);
        this.context = TlsContexts.ofServer(keys, clientTrust);
    }

    /// Starts an acceptor that shows `identity`, and others if more are added.
    public static TlsAcceptorBuilder builder(TlsIdentity identity) {
        return new TlsAcceptorBuilder(identity);
    }

    /// An acceptor with one certificate, whose clients need none.
    public static TlsAcceptor of(TlsIdentity identity) throws NetException {
        return builder(identity).build();
    }

    /// Shakes hands with a client, and returns the encrypted stream, which owns `stream`.
    ///
    /// Takes as long as the handshake timeout allows, from now to the last byte of it: `TIMED_OUT`. Fails
    /// with `INVALID_DATA` for a peer that does not speak TLS, `UNSUPPORTED` if the two have no version,
    /// cipher suite or application protocol in common, `UNTRUSTED_CERTIFICATE` for the client's certificate,
    /// `REFUSED_BY_PEER` if the client did not like this side's, and as reads and writes of `stream`; the
    /// operation is `tls handshake`. The client was then told why, as far as it listens, and `stream` is
    /// still open for its caller to close.
    public TlsStream accept(ByteStream stream) throws NetException {
        Objects.requireNonNull(stream, "stream");
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(settings.parameters(engine));
        engine.setNeedClientAuth(clientMustShow);
        return settings.connect(engine, stream);
    }

    /// Shows these identities in handshakes that begin from now on: the one whose names have what the client
    /// asks for, else the first.
    ///
    /// @throws IllegalArgumentException if there is none
    public void setIdentities(List<TlsIdentity> identities) {
        keys.replace(Objects.requireNonNull(identities, "identities"));
    }

    /// Trusts the issuers of `trust` from now on to vouch for clients; no session is resumed that began before.
    ///
    /// `OTHER` if the JDK cannot use it; then nothing has changed.
    ///
    /// @throws IllegalStateException if it was not made to ask clients for certificates
    public void setClientTrust(TlsTrust trust) throws NetException {
        Objects.requireNonNull(trust, "trust");
        if (!clientMustShow) {
            throw new IllegalStateException("it does not ask clients for certificates");
        }
        context = TlsContexts.ofServer(keys, Optional.of(trust));
    }

    /// How long a handshake may take.
    public Duration handshakeTimeout() {
        return settings.handshakeTimeout();
    }
}
