package dev.minato.tls;

import dev.minato.buffer.GrowingBuffer;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.platform.pace.WithoutYield;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Parker;
import dev.minato.pool.BufferPool;
import dev.minato.pool.PooledInput;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The inbound side of a TLS connection: takes records off the stream underneath and gives their plaintext.
///
/// Never waits, nor yields. Its memory is the pool's, and it holds none while nothing has come: a record that has begun
/// takes as much as has come of it, plaintext that the caller had no room for one record's.
///
/// ```
///            close_notify                        an alert, a bad record, an end without close_notify
///   OPEN ────────────────▶ ENDED        OPEN ──────────────────────────────────────────────────────▶ FAILED
///                          reads are -1                                       every read fails alike
/// ```
final class TlsReader {
    /// Nanoseconds that a record may take to come, from the read that finds it incomplete.
    private static final long RECORD_TIMEOUT = TimeUnit.SECONDS.toNanos(60);

    /// What a record may be longer than its plaintext, at least: the tag, and the type that TLS 1.3 hides.
    private static final int OVERHEAD = 17;

    /// How many records without content may come in a row: tickets, changes of keys, empty ones. Whoever sends
    /// more would keep a read busy that finds nothing to return.
    private static final int MAX_WITHOUT_CONTENT = 64;

    /// For an unwrap whose plaintext is kept.
    private static final ByteBuffer ASIDE = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final PooledInput records;
    private final GrowingBuffer plaintext = new GrowingBuffer(BufferPool.HUGE, BufferPool.HUGE, BufferPool.INPUT);
    private final Parker parker;
    private long recordDeadline = Deadline.NEVER;
    private int recordSize;
    private int withoutContent;
    private boolean established;
    private boolean ended;
    private volatile boolean replyDue;
    private @Nullable NetException failure;

    TlsReader(SSLEngine engine, ByteStream stream, Parker parker) {
        this.engine = engine;
        this.records = new PooledInput(stream, BufferPool.HUGE);
        this.parker = parker;
        this.recordSize = engine.getSession().getPacketBufferSize();
    }

    /// The handshake is over: from now on TLS 1.2 may not begin another one.
    synchronized void establish() {
        established = true;
        recordSize = engine.getSession().getPacketBufferSize();
        records.rest();
    }

    /// Has the next read try the stream in any case: the caller has not waited since the last one, and more may have
    /// come.
    synchronized void hasNotWaited() {
        records.forgetDrained();
    }

    /// Reads into `to` what is there, as much as it has room for and comes before a reply is due: 0 for nothing
    /// now, -1 at the end of the stream.
    synchronized int tryRead(ByteStream stream, ByteBuffer to) throws NetException {
        int start = to.position();
        takePlaintext(to);
        boolean more = true;
        while (more && to.hasRemaining() && !replyDue) {
            more = unwrap(stream, to, to.position() > start);
            takePlaintext(to);
        }
        int count = to.position() - start;
        return count > 0 ? count : atEnd();
    }

    /// Copies into `to` what is there, and takes nothing away; otherwise as [#tryRead].
    synchronized int tryPeek(ByteStream stream, ByteBuffer to) throws NetException {
        if (!isReadable(stream)) {
            return atEnd();
        }
        int count = Math.min(plaintext.count(), to.remaining());
        ByteBuffer content = plaintext.content();
        to.put(to.position(), content, content.position(), count).position(to.position() + count);
        return count == 0 && to.hasRemaining() ? atEnd() : count;
    }

    /// Whether a read would give something now, or the end, or a failure.
    synchronized boolean isReadable(ByteStream stream) throws NetException {
        boolean more = true;
        while (more && plaintext.isEmpty()) {
            more = unwrap(stream, ASIDE, false);
        }
        return !plaintext.isEmpty() || ended || failure != null;
    }

    /// Reads on, as far as there is room, for the alert in which a peer that has gone may have said why.
    synchronized void lookForAlert(ByteStream stream) throws NetException {
        records.forgetDrained();
        boolean more = true;
        while (more && plaintext.count() + recordSize <= BufferPool.HUGE) {
            more = unwrap(stream, ASIDE, false);
        }
        if (failure != null && failure.kind() != ErrorKind.UNEXPECTED_EOF) {
            throw failure.withOperation("write");
        }
    }

    /// Takes whether the peer waits for an answer of the handshake protocol, such as one to its new keys.
    boolean takeReplyDue() {
        return replyDue && takeReply();
    }

    private synchronized boolean takeReply() {
        boolean due = replyDue;
        replyDue = false;
        return due;
    }

    /// Has reads fail from now on, unless they do so already or have found the end.
    synchronized void fail(NetException reason) {
        if (failure == null && !ended) {
            failure = reason;
        }
    }

    /// Has reads find the end from now on.
    synchronized void shutdown() {
        ended = true;
        release();
    }

    /// Gives the memory back: nothing will be read any more.
    synchronized void release() {
        plaintext.content().position(plaintext.content().limit());
        plaintext.shrink(0);
        records.bytes().position(records.bytes().limit());
        records.rest();
    }

    /// Unwraps one record in a handshake; false if it has not come yet.
    synchronized boolean handshake(ByteStream stream) throws NetException {
        records.forgetDrained();
        boolean more = unwrap(stream, ASIDE, false);
        if (failure != null) {
            throw failure;
        }
        if (ended) {
            throw NetException.of(ErrorKind.UNEXPECTED_EOF, "read", "the peer ended the handshake");
        }
        return more;
    }

    private void takePlaintext(ByteBuffer to) {
        if (!plaintext.isEmpty()) {
            ByteBuffer from = plaintext.content();
            int count = Math.min(from.remaining(), to.remaining());
            to.put(to.position(), from, from.position(), count).position(to.position() + count);
            from.position(from.position() + count);
        }
        if (plaintext.isEmpty()) {
            plaintext.shrink(0);
        }
    }

    private int atEnd() throws NetException {
        if (failure != null) {
            throw failure;
        }
        return ended ? -1 : 0;
    }

    /// Unwraps the next record, into `to` if that has room enough, else aside; false if none has come, and at
    /// the end. With `holding` the caller has bytes already that a failure of the stream must not lose.
    private boolean unwrap(ByteStream stream, ByteBuffer to, boolean holding) throws NetException {
        if (ended || failure != null || !hasRecord(stream, holding)) {
            return false;
        }
        recordDeadline = Deadline.NEVER;
        int alert = established ? -1 : PlainAlert.in(records.bytes());
        try {
            boolean mayFit = to.hasRemaining() && to.remaining() >= RecordHeader.payload(records.bytes()) - OVERHEAD;
            if (!mayFit || !isDone(engine.unwrap(records.bytes(), to))) {
                unwrapAside();
            }
        } catch (SSLException e) {
            failure = TlsFailures.of(e, records.bytes(), alert);
            replyDue = true;
        }
        return true;
    }

    private void unwrapAside() throws SSLException {
        plaintext.makeRoom(recordSize, BufferPool.HUGE);
        ByteBuffer room = plaintext.beginAppend();
        SSLEngineResult result;
        try {
            result = engine.unwrap(records.bytes(), room);
        } finally {
            plaintext.endAppend();
            if (plaintext.isEmpty()) {
                plaintext.shrink(0);
            }
        }
        if (!isDone(result)) {
            throw new AssertionError("a record of " + records.bytes().remaining() + " bytes has no room: " + result);
        }
    }

    /// Heeds what an unwrap says beside its bytes; false if it had no room for them.
    private boolean isDone(SSLEngineResult result) throws SSLException {
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            return false;
        }
        if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
            throw new SSLException(
                    RecordHeader.isRecord(records.bytes())
                            ? "a record of " + RecordHeader.payload(records.bytes())
                                    + " bytes is longer than TLS allows"
                            : "no TLS record");
        }
        if (result.getStatus() == Status.CLOSED) {
            ended = true;
        }
        count(result.bytesProduced());
        heed(result.getHandshakeStatus());
        return true;
    }

    private void count(int content) throws SSLException {
        withoutContent = content > 0 || !established ? 0 : withoutContent + 1;
        if (withoutContent > MAX_WITHOUT_CONTENT) {
            throw new SSLException("the peer sends records without content and no end");
        }
    }

    private void heed(HandshakeStatus status) throws SSLException {
        if (!established) {
            return;
        }
        boolean isNew = status == HandshakeStatus.NEED_TASK || status == HandshakeStatus.NEED_WRAP;
        if (isNew && !ended && !TlsVersion.TLS_1_3.isOf(engine.getSession())) {
            throw new SSLException("the peer wants to renegotiate");
        }
        if (status == HandshakeStatus.NEED_TASK) {
            HandshakeTasks.run(engine);
        }
        replyDue |= engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    /// Whether a whole record has come, or what is none.
    private boolean hasRecord(ByteStream stream, boolean holding) throws NetException {
        while (!RecordHeader.isComplete(records.bytes())) {
            if (!fill(stream, holding)) {
                awaitsRest();
                return false;
            }
            if (records.isEnded()) {
                failure = TlsFailures.truncated();
                return false;
            }
        }
        return true;
    }

    private boolean fill(ByteStream stream, boolean holding) throws NetException {
        if (!holding) {
            return fill(stream);
        }
        try {
            return fill(stream);
        } catch (NetException later) {
            return false; // The stream says it again when what the caller has is taken.
        }
    }

    private boolean fill(ByteStream stream) throws NetException {
        return WithoutYield.call(() -> records.fillNow(stream));
    }

    /// Bounds how long the rest of a record may take.
    private void awaitsRest() throws NetException {
        boolean hasBegun = records.bytes().hasRemaining();
        records.rest();
        if (!hasBegun) {
            return;
        }
        long now = parker.now();
        if (recordDeadline == Deadline.NEVER) {
            recordDeadline = Deadline.after(now, RECORD_TIMEOUT);
        } else if (now - recordDeadline >= 0) {
            recordDeadline = Deadline.NEVER;
            throw NetException.of(ErrorKind.TIMED_OUT, "read record");
        }
    }
}
