package dev.minato.tls;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.platform.Platform;
import dev.minato.platform.pace.Budget;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Parker;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/// One TLS connection, which all handles of a [TlsStream] share: its engine, both directions, and the
/// handshake.
final class TlsConnection {
    private static final String HANDSHAKE = "tls handshake";

    private final SSLEngine engine;
    private final TlsReader reader;
    private final TlsWriter writer;
    private final Parker parker = Platform.current().parker();
    private final HandleCount handles = new HandleCount();

    /// The stream's own is spent where nothing may yield.
    private final Budget budget = new Budget(parker);

    /// @param stream what is underneath
    TlsConnection(SSLEngine engine, ByteStream stream) {
        this.engine = engine;
        this.reader = new TlsReader(engine, stream, parker);
        this.writer = new TlsWriter(engine);
    }

    SSLEngine engine() {
        return engine;
    }

    TlsReader reader() {
        return reader;
    }

    TlsWriter writer() {
        return writer;
    }

    HandleCount handles() {
        return handles;
    }

    /// After a call that did not wait and moved so many bytes, -1 for the end: yields if it is time to.
    void spend(long bytes) {
        budget.spend(Math.max(0, bytes));
    }

    /// After a wait.
    void hasWaited() {
        budget.reset();
    }

    /// Shakes hands, within `timeout`; `stream` is open afterwards in any case, and a peer that made it fail
    /// was sent an alert that says so.
    void handshake(ByteStream stream, Duration timeout) throws NetException {
        long latest = after(timeout);
        try {
            engine.beginHandshake();
            advance(stream, latest);
            reader.establish();
            writer.establish();
        } catch (SSLException e) {
            throw failed(TlsFailures.of(e), stream);
        } catch (NetException e) {
            throw failed(e, stream);
        }
    }

    private void advance(ByteStream stream, long latest) throws NetException {
        for (; ; ) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> HandshakeTasks.run(engine);
                case NEED_WRAP -> writer.reply();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    boolean isSent = writer.trySend(stream);
                    if (reader.handshake(stream)) {
                        spend(0);
                        checkNotLate(latest);
                    } else {
                        await(stream, isSent, latest);
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    sendLast(stream, latest);
                    return;
                }
            }
        }
    }

    /// Bounds what comes as fast as it is read, for which nobody ever waits.
    private void checkNotLate(long latest) throws NetException {
        if (latest - parker.now() <= 0) {
            throw NetException.of(ErrorKind.TIMED_OUT, HANDSHAKE);
        }
    }

    /// Waits for what comes next. A peer that sends, too, is read from before each wait, so never do both
    /// wait for the other to read.
    private void await(ByteStream stream, boolean isSent, long latest) throws NetException {
        if (isSent) {
            stream.awaitReadable(left(latest));
        } else {
            stream.awaitWritable(left(latest));
        }
    }

    /// Sends what is left of the handshake. A client of TLS 1.3 has it all but for tickets, which it need not
    /// read before it writes: the next write sends what the kernel does not take of them.
    private void sendLast(ByteStream stream, long latest) throws NetException {
        if (engine.getUseClientMode() || !TlsVersion.TLS_1_3.isOf(engine.getSession())) {
            send(stream, latest);
        } else {
            boolean _ = writer.trySend(stream);
        }
    }

    private void send(ByteStream stream, long latest) throws NetException {
        while (!writer.trySend(stream)) {
            stream.awaitWritable(left(latest));
        }
    }

    /// The point in time so long from now.
    long after(Duration timeout) {
        return Deadline.after(parker.now(), Deadline.nanos(timeout));
    }

    /// What is left of the time until `latest`.
    Duration left(long latest) {
        return Duration.ofNanos(latest - parker.now());
    }

    private NetException failed(NetException failure, ByteStream stream) {
        end(stream);
        NetException named = failure.withOperation(HANDSHAKE);
        return stream.peerName().map(named::withAddress).orElse(named);
    }

    /// Reads what is there, as [TlsReader#tryRead], and sends the replies that are due in between: a reply cuts a
    /// read short, and who reads less than he has room for waits next.
    int tryRead(ByteStream stream, ByteBuffer buffer) throws NetException {
        int total = 0;
        boolean more = true;
        while (more) {
            int count = tryOnce(stream, buffer, total > 0);
            if (total == 0) {
                total = count;
            } else {
                total += Math.max(0, count);
            }
            more = replyIfDue(stream) && count >= 0 && buffer.hasRemaining();
        }
        return total;
    }

    /// Reads without the replies. A caller that is `holding` bytes is told of a failure the next time: it is the end
    /// of this read.
    private int tryOnce(ByteStream stream, ByteBuffer buffer, boolean holding) throws NetException {
        try {
            return reader.tryRead(stream, buffer);
        } catch (NetException e) {
            if (holding) {
                return -1;
            }
            boolean _ = replyIfDue(stream);
            throw e;
        }
    }

    /// Peeks as [TlsReader#tryPeek], and sends the reply that is due.
    int tryPeek(ByteStream stream, ByteBuffer buffer) throws NetException {
        try {
            return reader.tryPeek(stream, buffer);
        } finally {
            boolean _ = replyIfDue(stream);
        }
    }

    /// Looks as [TlsReader#isReadable], and sends the reply that is due.
    boolean isReadable(ByteStream stream) throws NetException {
        try {
            return reader.isReadable(stream);
        } finally {
            boolean _ = replyIfDue(stream);
        }
    }

    /// Sends what the peer waits for as far as the kernel takes it; the next write sends the rest. If there can be
    /// no reply, reads fail from now on. True if the peer waited for anything.
    private boolean replyIfDue(ByteStream stream) {
        boolean isDue = reader.takeReplyDue();
        if (isDue) {
            reply(stream);
        }
        return isDue;
    }

    private void reply(ByteStream stream) {
        try {
            writer.reply();
        } catch (NetException failed) {
            reader.fail(failed);
            return;
        }
        try {
            boolean _ = writer.trySend(stream);
        } catch (NetException failed) {
            // The next read or write says it.
        }
    }

    /// Why the connection has ended, if what came says so: the peer's alert, or what was no TLS.
    NetException reason(NetException failure, ByteStream stream) {
        boolean isGone = failure.kind() == ErrorKind.BROKEN_PIPE || failure.kind() == ErrorKind.CONNECTION_RESET;
        if (isGone) {
            try {
                reader.lookForAlert(stream);
            } catch (NetException reason) {
                if (reason.kind() == ErrorKind.REFUSED_BY_PEER || reason.kind() == ErrorKind.INVALID_DATA) {
                    reason.addSuppressed(failure);
                    return reason;
                }
            }
        }
        return failure;
    }

    /// Says close_notify, if the kernel takes it at once, and gives the memory back.
    void end(ByteStream stream) {
        sayFarewell(stream);
        reader.release();
        writer.release();
    }

    private void sayFarewell(ByteStream stream) {
        try {
            writer.reply();
            writer.close();
            boolean _ = writer.trySend(stream);
        } catch (NetException gone) {
            // Nobody is there to be told.
        }
    }
}
