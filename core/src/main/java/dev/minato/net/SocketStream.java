package dev.minato.net;

import dev.minato.error.NetException;
import dev.minato.net.handle.SocketHandle;
import dev.minato.net.handle.SpliceEnd;
import dev.minato.platform.Interest;
import dev.minato.platform.TryStream;
import dev.minato.platform.Vectors;
import dev.minato.platform.wait.Outcome;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// The base of [TcpStream], [UnixStream] and [MemoryStream]: all but how they are made, and their own
/// options.
///
/// Those are the [ByteStream]s; this is a source and a sink, which do not name their streams.
///
/// @param <A> their addresses
abstract class SocketStream<A> extends DataSocket<A, TryStream<A>> implements ByteSource, ByteSink {
    private static final ByteBuffer NO_BUFFER = ByteBuffer.allocate(0);
    private static final ByteBuffer[] NO_BUFFERS = {};

    static {
        SpliceEnd.foundBy(SocketStream::spliceEnd);
    }

    /// The writing half, once this was split. The reading half has the handle of this stream.
    private volatile Optional<SocketStream<A>> writingHalf = Optional.empty();

    SocketStream(SocketHandle<TryStream<A>> handle) {
        super(handle);
    }

    /// The end of a splice that a stream is, or the stream of a half; empty for what is no socket.
    private static Optional<SpliceEnd> spliceEnd(Channel stream) {
        return switch (stream) {
            case SocketStream<?> socket -> Optional.of(() -> Optional.of(socket.handle));
            case Half<?> half -> SpliceEnd.of(half.stream);
            default -> Optional.empty();
        };
    }

    /// Has the close of this stream, as at the end of a `try`, close its writing half as well: otherwise the
    /// peer would never hear of it.
    final void closesWith(SocketStream<A> writingHalf) {
        this.writingHalf = Optional.of(writingHalf);
    }

    @Override
    public void close() throws NetException {
        if (writingHalf.isEmpty()) {
            super.close();
            return;
        }
        try (var _ = writingHalf.get()) {
            super.close();
        }
    }

    /// The transfers of a stream, for one loop. An enum and no lambda: calls allocate nothing, and where the
    /// JIT inlines the loop the switch is gone.
    private enum Transfer {
        READ(Interest.READABLE, "read"),
        READ_VECTORED(Interest.READABLE, "read"),
        PEEK(Interest.READABLE, "peek"),
        WRITE(Interest.WRITABLE, "write"),
        WRITE_VECTORED(Interest.WRITABLE, "write");

        final Interest interest;
        final String operation;

        Transfer(Interest interest, String operation) {
            this.interest = interest;
            this.operation = operation;
        }
    }

    @Override
    public int read(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        return transfer(Transfer.READ, buffer, NO_BUFFERS, 0, 0);
    }

    @Override
    public int tryRead(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        return tryTransfer(Transfer.READ, buffer);
    }

    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) throws NetException {
        BufferRange.check(buffers, offset, length);
        return transfer(Transfer.READ_VECTORED, NO_BUFFER, buffers, offset, length);
    }

    @Override
    public int peek(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        return transfer(Transfer.PEEK, buffer, NO_BUFFERS, 0, 0);
    }

    @Override
    public int tryPeek(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        return tryTransfer(Transfer.PEEK, buffer);
    }

    @Override
    public int write(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        return transfer(Transfer.WRITE, buffer, NO_BUFFERS, 0, 0);
    }

    @Override
    public int tryWrite(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        return tryTransfer(Transfer.WRITE, buffer);
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws NetException {
        BufferRange.check(buffers, offset, length);
        return transfer(Transfer.WRITE_VECTORED, NO_BUFFER, buffers, offset, length);
    }

    /// Tries until something was moved, blocking in between; does not block if there is no room, or nothing
    /// to write. The bytes are in `buffer`, or in `buffers` of a vectored transfer.
    private int transfer(Transfer transfer, ByteBuffer buffer, ByteBuffer[] buffers, int offset, int length)
            throws NetException {
        try {
            handle.checkOpen(transfer.operation);
            int count = handle.tryFirst(transfer.interest) ? attempt(transfer, buffer, buffers, offset, length) : 0;
            if (count > 0) {
                handle.spend(count);
            }
            while (count == 0 && (buffer.hasRemaining() || Vectors.anyRemaining(buffers, offset, length))) {
                Outcome outcome = handle.block(transfer.interest, transfer.operation);
                count = attempt(transfer, buffer, buffers, offset, length);
                if (count == 0) {
                    SocketHandle.check(outcome, transfer.operation);
                }
            }
            return count;
        } catch (NetException e) {
            throw handle.located(e);
        }
    }

    private int tryTransfer(Transfer transfer, ByteBuffer buffer) throws NetException {
        try {
            handle.checkOpen(transfer.operation);
            int count = attempt(transfer, buffer, NO_BUFFERS, 0, 0);
            handle.spend(count);
            return count;
        } catch (NetException e) {
            throw handle.located(e);
        }
    }

    private int attempt(Transfer transfer, ByteBuffer buffer, ByteBuffer[] buffers, int offset, int length)
            throws NetException {
        TryStream<A> socket = handle.socket();
        return switch (transfer) {
            case READ -> socket.tryRead(buffer);
            case READ_VECTORED -> socket.tryRead(buffers, offset, length);
            case PEEK -> socket.tryPeek(buffer);
            case WRITE -> socket.tryWrite(buffer);
            case WRITE_VECTORED -> socket.tryWrite(buffers, offset, length);
        };
    }

    /// Sends a part of a file, and the program never sees its bytes (`sendfile`): `count` of them from
    /// `position` on, waiting until the kernel has taken them all.
    ///
    /// {@snippet file="dev/minato/examples/io/FileServer.java" region="send"}
    ///
    /// The file is opened and closed by this call, on a thread that may wait for the disk, while the calling
    /// one waits as for a write: so no event loop is held by a slow disk. The write timeout applies to each
    /// wait for the peer. In non-blocking mode it sends what the kernel takes now, and fails with
    /// `WOULD_BLOCK` if that is nothing.
    ///
    /// `NOT_FOUND`, `PERMISSION_DENIED` and `TOO_MANY_OPEN_FILES` of the file; `INVALID_INPUT` for a folder,
    /// or another thing that is no regular file; else those of a write. **A failed call** says in its detail
    /// how many bytes it has sent; an interrupt ends it also where it need not wait.
    ///
    /// @return how many bytes: `count`, or fewer if the file ended before, also one that became shorter
    ///     meanwhile
    /// @throws IllegalArgumentException if `position` or `count` is negative
    public long sendFile(Path file, long position, long count) throws NetException {
        return new FileTransfer(handle, Objects.requireNonNull(file, "file")).send(position, count);
    }

    /// Ends reading, writing, or both, for all clones; as [ByteStream#shutdown].
    public void shutdown(Shutdown how) throws NetException {
        Objects.requireNonNull(how, "how");
        handle.run("shutdown", socket -> {
            if (how != Shutdown.WRITE) {
                socket.shutdownRead();
            }
            if (how != Shutdown.READ) {
                socket.shutdownWrite();
            }
        });
    }

    /// The address of the other end, in the family of the socket; known also after the peer is gone or this
    /// is closed.
    public A peerAddress() {
        return handle.socket().peerAddress();
    }

    @Override
    public Optional<Readiness> readiness() {
        // The streams are; this is the base of them.
        return this instanceof Pollable pollable ? Optional.of(Readiness.readable(pollable)) : Optional.empty();
    }

    @Override
    public Optional<String> peerName() {
        return Optional.of(handle.errorAddress().toString());
    }
}
