package dev.minato.framed;

import dev.minato.address.SocketAddr;
import dev.minato.codec.Codec;
import dev.minato.codec.Decoder;
import dev.minato.codec.Encoder;
import dev.minato.error.NetException;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import dev.minato.platform.Platform;
import dev.minato.platform.pace.Budget;
import dev.minato.pool.BufferPool;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/// A UDP socket that carries messages instead of bytes: datagrams of one or several messages come in, and each
/// message goes out as a datagram of its own.
///
/// {@snippet file="dev/minato/examples/udp/LineMetrics.java" region="metrics"}
///
/// **A datagram is a stream of its own** to the decoder, which ends with it: messages do not go on from one to
/// the next. One without a message (an empty one, say) is passed over. None is cut: the buffer takes the longest
/// that there can be.
///
/// **Errors of a message** (`MESSAGE_TOO_LONG`, `INVALID_DATA`, `UNEXPECTED_EOF` for one that its datagram does
/// not hold whole, operation `decode`) name its sender. The next read goes on behind that message if the decoder
/// recovers, and with the next datagram if not. All others are the socket's.
///
/// **After a timeout or an interrupt** nothing is lost: the call can be made again.
///
/// **Memory.** Buffers are of a pool, and a read that waits holds none. So a message that is a view is not to be
/// touched after the next read.
///
/// For one task at a time in each direction: one may read while another writes. Follows
/// `tokio_util::udp::UdpFramed`.
///
/// @param <I> what is read
/// @param <O> what is written
public final class FramedUdp<I, O> implements AutoCloseable {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final UdpSocket socket;
    private final Decoder<I> decoder;
    private final GuardedDecoder<I> guarded;
    private final Encoder<O> encoder;
    private final Received received = new Received();
    private final Budget budget = new Budget(Platform.current().parker());
    private final ExclusiveUse reading =
            new ExclusiveUse("a FramedUdp is read by one task at a time, and another one reads");
    private final ExclusiveUse writing =
            new ExclusiveUse("a FramedUdp is written by one task at a time, and another one writes");

    /// What is left of the datagram that came last.
    private ByteBuffer input = NOTHING;

    /// The datagram that is being sent.
    private ByteBuffer output = NOTHING;

    /// Frames `socket`, which it closes when it is closed, with a codec that nothing else uses.
    public FramedUdp(UdpSocket socket, Codec<I, O> codec) {
        this(socket, Objects.requireNonNull(codec, "codec"), codec);
    }

    /// Frames `socket` with a decoder for what is read and an encoder for what is written.
    public FramedUdp(UdpSocket socket, Decoder<I> decoder, Encoder<O> encoder) {
        this.socket = Objects.requireNonNull(socket, "socket");
        this.decoder = Objects.requireNonNull(decoder, "decoder");
        this.guarded = new GuardedDecoder<>(decoder);
        this.encoder = Objects.requireNonNull(encoder, "encoder");
    }

    /// The next message, waiting for it if need be. There is no end; a read ends with `CLOSED` once the socket is
    /// closed and the messages of its last datagram are read. [#received] tells whose message it is.
    ///
    /// A message may be a view that is valid until the next read; the decoder says so. Fails as
    /// [UdpSocket#recvFrom] does, and as the class says.
    ///
    /// @throws IllegalStateException if another task is reading
    public I read() throws NetException {
        reading.begin();
        try {
            for (; ; ) {
                Optional<I> message = decode();
                if (message.isPresent()) {
                    budget.spend(0);
                    return message.get();
                }
                receive();
            }
        } finally {
            reading.end();
        }
    }

    private Optional<I> decode() throws NetException {
        try {
            return input.hasRemaining() ? guarded.decodeEnd(input) : Optional.empty();
        } catch (NetException e) {
            if (decoder.isFailed()) {
                input.position(input.limit());
            }
            throw e.withAddress(received.sender());
        }
    }

    /// Takes the next datagram, which is another stream to the decoder.
    private void receive() throws NetException {
        if (input.capacity() == 0) {
            input = BufferPool.INPUT.allocate(BufferPool.HUGE);
        }
        boolean isReceived = false;
        try {
            isReceived = socket.tryRecvFrom(input.clear(), received);
        } finally {
            input.flip();
            if (!isReceived) {
                rest();
            }
        }
        if (isReceived) {
            decoder.reset();
        } else {
            awaitReadable();
        }
    }

    /// Waits; failures say `receive`, which is what the caller does.
    private void awaitReadable() throws NetException {
        try {
            socket.awaitReadable();
        } catch (NetException e) {
            throw e.withOperation("receive");
        }
    }

    private void rest() throws NetException {
        ByteBuffer kept = input;
        input = NOTHING;
        if (!BufferPool.INPUT.release(kept)) {
            guarded.letGo();
        }
    }

    /// The datagram of the message that was read last, or of the error: who sent it, to which address, and how
    /// long it is. The same object each time, for the task that reads.
    public Received received() {
        return received;
    }

    /// Sends a message as a datagram to `peer`, waiting until the kernel takes it.
    ///
    /// If the encoder refuses the message (`INVALID_INPUT`, `MESSAGE_TOO_LONG`, operation `encode`), nothing is
    /// sent; otherwise fails as [UdpSocket#sendTo(ByteBuffer, String)] does: a message that no datagram holds
    /// is `MESSAGE_TOO_LONG`. A message without bytes is an empty datagram.
    ///
    /// **In a server** the peer may have made this fail, by a forged source address (port 0, one without a route):
    /// catch every failure here, and go on.
    ///
    /// @throws IllegalStateException if another task is writing
    public void write(O message, SocketAddr peer) throws NetException {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(peer, "peer");
        begin(message);
        try {
            socket.sendTo(output, peer);
        } finally {
            end();
        }
    }

    /// As [#write(Object, SocketAddr)], from one of this machine's addresses; see
    /// [UdpSocket#sendTo(ByteBuffer, SocketAddr, SocketAddr)].
    public void write(O message, SocketAddr peer, SocketAddr from) throws NetException {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(peer, "peer");
        Objects.requireNonNull(from, "from");
        begin(message);
        try {
            socket.sendTo(output, peer, from);
        } finally {
            end();
        }
    }

    /// Sends a message as a datagram to the peer that the socket is connected to; as
    /// [#write(Object, SocketAddr)]. `NOT_CONNECTED` without one.
    public void write(O message) throws NetException {
        Objects.requireNonNull(message, "message");
        begin(message);
        try {
            socket.send(output);
        } finally {
            end();
        }
    }

    private void begin(O message) throws NetException {
        writing.begin();
        boolean isEncoded = false;
        try {
            output = BufferPool.OUTPUT
                    .allocate(encoder.maxEncodedLength(message))
                    .clear();
            encoder.encode(message, output);
            output.flip();
            isEncoded = true;
        } finally {
            if (!isEncoded) {
                end();
            }
        }
    }

    private void end() {
        var _ = BufferPool.OUTPUT.release(output);
        output = NOTHING;
        writing.end();
    }

    /// The socket underneath. What it receives elsewhere does not come here.
    public UdpSocket socket() {
        return socket;
    }

    /// Closes the socket. A read that waits ends with `CLOSED`. No-op if closed.
    @Override
    public void close() throws NetException {
        socket.close();
    }
}
