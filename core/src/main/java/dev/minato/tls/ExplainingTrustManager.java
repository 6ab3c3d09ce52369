package dev.minato.tls;

import dev.minato.tls.Diagnosis.Role;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/// The JDK's trust manager, whose refusals are [UntrustedCertificateException]s.
///
/// It decides nothing itself: what the JDK trusts is trusted, what it refuses is refused.
final class ExplainingTrustManager extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager jdk;

    ExplainingTrustManager(X509ExtendedTrustManager jdk) {
        this.jdk = jdk;
    }

    /// One way to put a chain to the JDK.
    private interface Check {
        void run() throws CertificateException;
    }

    private void check(X509Certificate[] chain, Role role, Optional<String> host, Check check, Check elsewhere)
            throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            throw new Diagnosis(chain, jdk.getAcceptedIssuers(), role, host, e).explained(passes(elsewhere));
        }
    }

    private static boolean passes(Check check) {
        try {
            check.run();
            return true;
        } catch (CertificateException refused) {
            return false;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        Check check = () -> jdk.checkServerTrusted(chain, authType);
        check(chain, Role.SERVER, Optional.empty(), check, check);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(
                chain,
                Role.SERVER,
                host(engine.getSSLParameters(), engine.getHandshakeSession()),
                () -> jdk.checkServerTrusted(chain, authType, engine),
                () -> jdk.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(
                chain,
                Role.SERVER,
                host(socket),
                () -> jdk.checkServerTrusted(chain, authType, socket),
                () -> jdk.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        Check check = () -> jdk.checkClientTrusted(chain, authType);
        check(chain, Role.CLIENT, Optional.empty(), check, check);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(
                chain,
                Role.CLIENT,
                host(engine.getSSLParameters(), engine.getHandshakeSession()),
                () -> jdk.checkClientTrusted(chain, authType, engine),
                () -> jdk.checkClientTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(
                chain,
                Role.CLIENT,
                host(socket),
                () -> jdk.checkClientTrusted(chain, authType, socket),
                () -> jdk.checkClientTrusted(chain, authType));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return jdk.getAcceptedIssuers();
    }

    /// The host whose name is to be checked.
    private static Optional<String> host(SSLParameters parameters, SSLSession session) {
        String algorithm = parameters.getEndpointIdentificationAlgorithm();
        return algorithm == null || algorithm.isEmpty() ? Optional.empty() : Optional.ofNullable(session.getPeerHost());
    }

    private static Optional<String> host(Socket socket) {
        return socket instanceof SSLSocket tls
                ? host(tls.getSSLParameters(), tls.getHandshakeSession())
                : Optional.empty();
    }
}
