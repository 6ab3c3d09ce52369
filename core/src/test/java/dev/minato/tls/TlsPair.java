package dev.minato.tls;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.MemoryStream;
import dev.minato.task.Task;
import dev.minato.task.Tasks;

/// Both ends of a TLS connection.
///
/// @param client the end of who has connected
/// @param server the end of who has accepted
record TlsPair(TlsStream client, TlsStream server) implements AutoCloseable {
    static TlsIdentity identity(TestCertificates.Issued issued) throws NetException {
        return TlsIdentity.ofPem(issued.chain(), issued.key());
    }

    static TlsPair of(TlsVersion version) throws Exception {
        return over(ByteStream.pair(), version);
    }

    static TlsPair over(MemoryStream.Pair pair, TlsVersion version) throws Exception {
        return over(pair.first(), pair.second(), version);
    }

    static TlsPair over(ByteStream client, ByteStream server, TlsVersion version) throws Exception {
        var acceptor = TlsAcceptor.builder(identity(TestCertificates.server())).build();
        var connector = TlsConnector.builder()
                .trust(TlsTrust.ofPem(TestCertificates.ca()))
                .maxVersion(version)
                .build();
        return shakeHands(acceptor, connector, client, server);
    }

    static TlsPair shakeHands(TlsAcceptor acceptor, TlsConnector connector, ByteStream client, ByteStream server)
            throws Exception {
        Task<TlsStream> accepted = Tasks.spawn(() -> acceptor.accept(server));
        TlsStream connected = connector.connect(client, "localhost");
        return new TlsPair(connected, accepted.join());
    }

    @Override
    public void close() throws NetException {
        try (server) {
            client.close();
        }
    }
}
