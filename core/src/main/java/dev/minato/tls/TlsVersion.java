package dev.minato.tls;

import javax.net.ssl.SSLSession;

/// A version of TLS.
public enum TlsVersion {
    /// TLS 1.2 (RFC 5246). It has no half-close: once one side has ended, the other cannot write any more.
    TLS_1_2("TLSv1.2"),
    /// TLS 1.3 (RFC 8446).
    TLS_1_3("TLSv1.3");

    private final String protocol;

    TlsVersion(String protocol) {
        this.protocol = protocol;
    }

    /// The version as the JDK calls it, such as `TLSv1.3`.
    @Override
    public String toString() {
        return protocol;
    }

    boolean isOf(SSLSession session) {
        return protocol.equals(session.getProtocol());
    }

    static TlsVersion of(SSLSession session) {
        return TLS_1_3.isOf(session) ? TLS_1_3 : TLS_1_2;
    }
}
