package dev.minato.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// The idle connections of each server over TLS: what [IdleMemory] measures at 2,000.
///
/// Each has a session of its own, since the clients resume none.
final class IdleTls {
    private static final int CONNECTIONS = 2_000;
    private static final int FIRST = 1_000;
    private static final int COME_AND_GO = 3_000;
    private static final double GOAL = 24 * 1024;

    private final Tools tools;
    private final Options options;
    private final Finding finding = new Finding(
            "Idle connections over TLS: bytes of process memory for each",
            List.of("server", "%,d conn.".formatted(CONNECTIONS), "of the goal, 24 KiB"));

    IdleTls(Options options, Tools tools) {
        this.options = options;
        this.tools = tools;
    }

    Finding measure() throws IOException, InterruptedException {
        Certificates.make(tools.certificates());
        var memory = new IdleMemory(tools, IdleTls::open, COME_AND_GO, FIRST, List.of(CONNECTIONS));
        for (Candidate candidate : Tls.candidates(options)) {
            if (!candidate.name().endsWith(Candidate.RSA)) {
                finding.measure(candidate.name(), () -> measure(candidate, memory));
            }
        }
        return finding;
    }

    private void measure(Candidate candidate, IdleMemory memory) throws IOException, SkippedException {
        long bytes = memory.measure(candidate).getFirst().bytes();
        finding.row(List.of(candidate.name(), "%,d".formatted(bytes), "%.2f".formatted(bytes / GOAL)));
    }

    /// A context of its own for each connection, so that none resumes the session of another.
    private static IdleMemory.Connection open(int port) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            return IdleMemory.Connection.over(
                    context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port));
        } catch (GeneralSecurityException e) {
            throw new IOException("no context for TLS", e);
        }
    }

    /// Trusts what it meets: the servers are our own, and are told apart by their ports.
    private static final class AnyCertificate extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
