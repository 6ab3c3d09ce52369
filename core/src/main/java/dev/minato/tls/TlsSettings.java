package dev.minato.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.option.Bounds;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// What both sides of TLS can set.
///
/// @param applicationProtocols those offered or spoken, the preferred one first
/// @param minVersion the oldest version spoken
/// @param maxVersion the latest version spoken
/// @param handshakeTimeout how long a handshake may take
record TlsSettings(
        List<String> applicationProtocols, TlsVersion minVersion, TlsVersion maxVersion, Duration handshakeTimeout) {
    static final TlsSettings DEFAULT =
            new TlsSettings(List.of(), TlsVersion.TLS_1_2, TlsVersion.TLS_1_3, Duration.ofSeconds(10));

    private static final int MAX_PROTOCOL = 255;

    TlsSettings {
        if (minVersion.compareTo(maxVersion) > 0) {
            throw new IllegalArgumentException("minVersion must be at most maxVersion, which is " + maxVersion);
        }
    }

    TlsSettings withApplicationProtocols(List<String> protocols) {
        List<String> copy = List.copyOf(Objects.requireNonNull(protocols, "protocols"));
        boolean isBad = copy.isEmpty()
                || copy.stream().anyMatch(name -> name.isEmpty() || name.getBytes(UTF_8).length > MAX_PROTOCOL);
        if (isBad) {
            throw new IllegalArgumentException("protocols must be names of 1 to 255 bytes, not " + copy);
        }
        return new TlsSettings(copy, minVersion, maxVersion, handshakeTimeout);
    }

    TlsSettings withMinVersion(TlsVersion version) {
        Objects.requireNonNull(version, "version");
        return new TlsSettings(applicationProtocols, version, maxVersion, handshakeTimeout);
    }

    TlsSettings withMaxVersion(TlsVersion version) {
        Objects.requireNonNull(version, "version");
        return new TlsSettings(applicationProtocols, minVersion, version, handshakeTimeout);
    }

    TlsSettings withHandshakeTimeout(Duration timeout) {
        return new TlsSettings(applicationProtocols, minVersion, maxVersion, Bounds.argument("timeout", timeout));
    }

    SSLParameters parameters(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(Arrays.stream(TlsVersion.values())
                .filter(version -> version.compareTo(minVersion) >= 0 && version.compareTo(maxVersion) <= 0)
                .map(TlsVersion::toString)
                .toArray(String[]::new));
        parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        return parameters;
    }

    TlsStream connect(SSLEngine engine, ByteStream stream) throws NetException {
        var connection = new TlsConnection(engine, stream);
        connection.handshake(stream, handshakeTimeout);
        return new TlsStream(connection, stream);
    }
}
