package dev.minato.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.MemoryStream;
import dev.minato.net.Shutdown;
import java.util.EnumSet;
import java.util.Set;

/// Any bytes at all in place of a client: a handshake fails with a reason, and never waits once they have ended.
class TlsAcceptFuzz {
    private static final Set<ErrorKind> REASONS = EnumSet.of(
            ErrorKind.INVALID_DATA, ErrorKind.UNSUPPORTED, ErrorKind.UNEXPECTED_EOF, ErrorKind.REFUSED_BY_PEER);

    @FuzzTest
    void client(byte[] bytes) throws Exception {
        TlsAcceptor acceptor = TlsAcceptor.of(TlsPair.identity(TestCertificates.server()));
        MemoryStream.Pair pair = ByteStream.pair(Math.max(MemoryStream.DEFAULT_CAPACITY, bytes.length));
        try (var client = pair.first();
                var server = pair.second()) {
            client.writeAll(bytes);
            client.shutdown(Shutdown.WRITE);
            TlsStream _ = acceptor.accept(server);
            throw new AssertionError("nobody has proved to have the keys");
        } catch (NetException e) {
            assertThat(e.kind()).as(e.toString()).isIn(REASONS);
            assertThat(e.operation()).isEqualTo("tls handshake");
        }
    }
}
