package dev.minato.tls;

import dev.minato.address.AddressParseException;
import dev.minato.address.HostPort;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.TcpStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// The client's side of TLS: makes a [TlsStream] to a server whose certificate is verified, its name included.
///
/// {@snippet file="dev/minato/examples/tls/TlsEcho.java" region="connect"}
///
/// One for all connections, so that a session may be resumed; safe for use by several threads.
public final class TlsConnector {
    private final TlsSettings settings;
    private final boolean verifiesNames;
    private final SSLContext context;

    TlsConnector(TlsSettings settings, Optional<TlsIdentity> identity, TlsTrust trust) throws NetException {
        this.settings = settings;
        this.verifiesNames = !trust.isInsecure();
        this.context = TlsContexts.ofClient(identity, trust);
    }

    /// Starts a connector.
    public static TlsConnectorBuilder builder() {
        return new TlsConnectorBuilder();
    }

    /// A connector that trusts whom the JDK trusts.
    public static TlsConnector system() throws NetException {
        return builder().build();
    }

    /// Connects to `"host:port"`, and shakes hands with the server, whose certificate must be the host's.
    ///
    /// Fails as [TcpStream#connect(String, Duration)], whose timeout is the handshake's, and as
    /// [#connect(ByteStream, String)]; then nothing is left open.
    public TlsStream connect(String hostAndPort) throws NetException {
        HostPort target = parse(hostAndPort);
        TcpStream stream = TcpStream.connect(hostAndPort, settings.handshakeTimeout());
        try {
            stream.setNoDelay(true);
            return shakeHands(stream, target.host(), target.port());
        } catch (Throwable failed) {
            try (stream) {
                throw failed;
            }
        }
    }

    private static HostPort parse(String hostAndPort) throws NetException {
        Objects.requireNonNull(hostAndPort, "hostAndPort");
        try {
            return HostPort.parse(hostAndPort);
        } catch (AddressParseException e) {
            throw NetException.builder(ErrorKind.INVALID_INPUT, "connect")
                    .address(hostAndPort)
                    .detail(String.valueOf(e.getMessage()))
                    .cause(e)
                    .build();
        }
    }

    /// Shakes hands with a server over `stream`, which the returned one owns; the server's certificate must
    /// be that of `host`, a name or an IP address.
    ///
    /// Takes as long as the handshake timeout allows: `TIMED_OUT`. Fails with `UNTRUSTED_CERTIFICATE` and
    /// the reason, `INVALID_DATA` for a peer that does not speak TLS, `UNSUPPORTED` if the two have no version,
    /// cipher suite or application protocol in common, `REFUSED_BY_PEER` with the server's alert, and as reads
    /// and writes of `stream`; the operation is `tls handshake`. `stream` is then still open for its caller to
    /// close. A server of TLS 1.2 has one alert (`handshake_failure`) for having no cipher suite in common and for
    /// requiring a certificate: `REFUSED_BY_PEER`.
    ///
    /// With TLS 1.3 the server looks at the client's certificate after this has returned: that it requires
    /// one, or does not like it, is what the first read says.
    ///
    /// @throws IllegalArgumentException if `host` is neither a name nor an address
    public TlsStream connect(ByteStream stream, String host) throws NetException {
        Objects.requireNonNull(stream, "stream");
        return shakeHands(stream, new HostPort(host, 0).host(), 0);
    }

    private TlsStream shakeHands(ByteStream stream, String host, int port) throws NetException {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        SSLEngine engine = context.createSSLEngine(name, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = settings.parameters(engine);
        if (verifiesNames) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (isName(name)) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        engine.setSSLParameters(parameters);
        return settings.connect(engine, stream);
    }

    /// Whether it is no IP address, which nobody asks for by SNI (RFC 6066 section 3).
    private static boolean isName(String host) {
        return host.indexOf(':') < 0 && !Character.isDigit(host.charAt(host.lastIndexOf('.') + 1));
    }
}
