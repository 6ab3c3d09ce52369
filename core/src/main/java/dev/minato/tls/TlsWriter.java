package dev.minato.tls;

import dev.minato.buffer.GrowingBuffer;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.platform.pace.WithoutYield;
import dev.minato.pool.BufferPool;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/// The outbound side of a TLS connection: makes records of plaintext and sends them on the stream underneath.
///
/// Never waits, nor yields. Records leave whole and in order, whoever wrote them: what the kernel does not
/// take now stays in a buffer, and whoever writes next sends that first. The buffer is the pool's, at most
/// 64 KiB, and held only while something is unsent.
final class TlsWriter {
    /// How many records of the handshake protocol the engine may hold for a peer that does not read: each is
    /// the answer to one of its own, and costs it nothing.
    private static final int MAX_UNSENT_REPLIES = 64;

    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

    private final SSLEngine engine;
    private final GrowingBuffer unsent = new GrowingBuffer(BufferPool.HUGE, BufferPool.HUGE, BufferPool.OUTPUT);
    private int recordSize;
    private boolean closed;
    private int unsentReplies;

    /// Whether nothing is unsent; read without the lock by who has just written.
    private volatile boolean sent = true;

    TlsWriter(SSLEngine engine) {
        this.engine = engine;
        this.recordSize = engine.getSession().getPacketBufferSize();
    }

    /// The handshake is over, and what was agreed says how large a record may be.
    synchronized void establish() {
        recordSize = engine.getSession().getPacketBufferSize();
    }

    /// Makes records of what remains in the buffers, as many as the buffer for them holds, and sends what the
    /// kernel takes; 0 if older ones are still unsent. [#trySend] says whether these are sent.
    synchronized long tryWrite(ByteStream stream, ByteBuffer[] buffers, int offset, int length) throws NetException {
        if (closed) {
            throw NetException.of(ErrorKind.BROKEN_PIPE, "write", "writing was shut down");
        }
        if (!trySend(stream)) {
            return 0;
        }
        long count = wrapAll(buffers, offset, length);
        trySend(stream);
        return count;
    }

    /// Sends what is unsent; false if something still is.
    boolean trySend(ByteStream stream) throws NetException {
        return sent || sendUnsent(stream);
    }

    private synchronized boolean sendUnsent(ByteStream stream) throws NetException {
        while (!unsent.isEmpty()) {
            if (!hasSentSome(stream)) {
                unsent.shrink(BufferPool.SMALL);
                return false;
            }
        }
        unsentReplies = 0;
        unsent.shrink(0);
        sent = true;
        return true;
    }

    private boolean hasSentSome(ByteStream stream) throws NetException {
        return WithoutYield.call(() -> stream.tryWrite(unsent.content()) > 0);
    }

    /// Has the engine say what it has to: a part of the handshake, an answer, an alert. It is sent with the
    /// rest.
    synchronized void reply() throws NetException {
        unsentReplies = sent ? 1 : unsentReplies + 1;
        if (unsentReplies > MAX_UNSENT_REPLIES) {
            throw NetException.of(ErrorKind.INVALID_DATA, "read", "the peer asks for replies and reads none of them");
        }
        try {
            wrapReplies();
        } catch (SSLException e) {
            throw TlsFailures.of(e);
        }
    }

    /// Says close_notify, behind all that was written; nothing more can be written. It is sent with the rest.
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        engine.closeOutbound();
        try {
            while (!engine.isOutboundDone() && hasRoom() && wrap(NOTHING, 0, 1).bytesProduced() > 0) {}
        } catch (SSLException failed) {
            // The connection has failed, and whoever reads or writes is told so: no close_notify then.
        }
    }

    /// Gives the memory back: nothing will be sent any more.
    synchronized void release() {
        unsent.content().position(unsent.content().limit());
        unsent.shrink(0);
    }

    private void wrapReplies() throws SSLException {
        boolean more = true;
        while (more && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && hasRoom()) {
            more = wrap(NOTHING, 0, 1).bytesProduced() > 0;
        }
    }

    private long wrapAll(ByteBuffer[] buffers, int offset, int length) throws NetException {
        long count = 0;
        boolean more = true;
        while (more && hasRoom()) {
            SSLEngineResult result;
            try {
                result = wrap(buffers, offset, length);
            } catch (SSLException e) {
                throw TlsFailures.of(e).withOperation("write");
            }
            count += result.bytesConsumed();
            if (count == 0 && result.bytesProduced() == 0) {
                throw NetException.of(ErrorKind.BROKEN_PIPE, "write", "the peer has ended the connection");
            }
            more = anyRemaining(buffers, offset, length);
        }
        return count;
    }

    private boolean hasRoom() {
        return unsent.count() + recordSize <= BufferPool.HUGE;
    }

    private SSLEngineResult wrap(ByteBuffer[] buffers, int offset, int length) throws SSLException {
        sent = false;
        unsent.makeRoom(recordSize, BufferPool.HUGE);
        ByteBuffer room = unsent.beginAppend();
        try {
            return engine.wrap(buffers, offset, length, room);
        } finally {
            unsent.endAppend();
        }
    }

    private static boolean anyRemaining(ByteBuffer[] buffers, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (buffers[i].hasRemaining()) {
                return true;
            }
        }
        return false;
    }
}
