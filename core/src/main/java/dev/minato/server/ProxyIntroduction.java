package dev.minato.server;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Parker;
import dev.minato.proxy.ProxyCodec;
import dev.minato.proxy.ProxyHeader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// The reading of the PROXY header with which a connection begins.
///
/// ```
///   wait ──▶ peek ──▶ decode ──more needed──▶ read all of it ──┐
///    ▲                  └──────a header────▶ read what is its   │
///    └──────────────────────────────────────────────────────────┘
/// ```
///
/// What is behind the header stays in the socket, for whoever reads next. What belongs to it is read even while it
/// is incomplete: a wait for more would else end at once, by what is there already.
final class ProxyIntroduction {
    private static final String OPERATION = "read PROXY header";
    private static final int FIRST_SIZE = 256;

    private final Connection connection;
    private final ByteStream stream;
    private final Parker parker;
    private final long end;
    private final ProxyCodec codec = new ProxyCodec();

    /// From 0 to its position, what was read.
    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_SIZE);

    /// @param timeout how long the header may take, from now on
    ProxyIntroduction(Connection connection, Duration timeout, Parker parker) {
        this.connection = connection;
        this.stream = connection.socket();
        this.parker = parker;
        this.end = Deadline.after(parker.now(), Deadline.nanos(timeout));
    }

    /// Reads the header, and says why the connection is to be closed if there is none.
    ///
    /// `INVALID_DATA` and `MESSAGE_TOO_LONG` for what is no header, `UNEXPECTED_EOF` if the peer ends within it or
    /// before, `TIMED_OUT` if it takes too long, `CLOSED` if the server stops meanwhile; otherwise as a read.
    ProxyHeader read() throws NetException {
        try {
            return readAll();
        } catch (NetException e) {
            switch (e.kind()) {
                case INVALID_DATA, MESSAGE_TOO_LONG, UNEXPECTED_EOF, TIMED_OUT ->
                    connection.closesFor(CloseReason.BAD_PROXY_HEADER);
                default -> {}
            }
            throw e.withOperation(OPERATION).withAddress(connection.peerName());
        }
    }

    private ProxyHeader readAll() throws NetException {
        Optional<ProxyHeader> header = Optional.empty();
        while (header.isEmpty()) {
            if (!connection.awaitInput(Duration.ofNanos(end - parker.now()))) {
                connection.closesFor(CloseReason.STOPPED);
                throw NetException.of(ErrorKind.CLOSED, OPERATION, "the server stops");
            }
            header = readSome();
        }
        return header.get();
    }

    private Optional<ProxyHeader> readSome() throws NetException {
        int before = buffer.position();
        makeRoom();
        int count = stream.tryPeek(buffer);
        if (count == -1) {
            throw NetException.of(ErrorKind.UNEXPECTED_EOF, OPERATION, "the peer has ended after " + before + " bytes");
        }
        ByteBuffer input = buffer.duplicate().flip();
        Optional<ProxyHeader> header = codec.decode(input);
        int taken = header.isPresent() ? input.position() : input.limit();
        // The same bytes once more, and off the socket.
        stream.readExact(buffer.limit(taken).position(before));
        buffer.limit(buffer.capacity());
        return header;
    }

    private void makeRoom() {
        if (!buffer.hasRemaining()) {
            int larger = Math.min(2 * buffer.capacity(), codec.maxBuffered());
            buffer = ByteBuffer.allocate(larger).put(buffer.flip());
        }
    }
}
