package dev.minato.server;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.DatagramBatch;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A datagram that a [UdpServer] received, and the way back to its sender.
///
/// Belongs to the thread of its handler, until that returns; copy what is to be kept, or [#detach] it.
public final class UdpRequest {
    private final ReplyPath path;
    private ByteBuffer data = ByteBuffer.allocate(0);
    private int length;
    private int realLength;
    private @Nullable SocketAddr sender;
    private Optional<SocketAddr> local = Optional.empty();

    UdpRequest(ReplyPath path) {
        this.path = path;
    }

    /// Becomes the datagram of that place, whose bytes it shares.
    void fill(DatagramBatch batch, int place) {
        fill(batch, place, batch.buffer(place));
    }

    /// Becomes the datagram of that place, with those bytes.
    void fill(DatagramBatch batch, int place, ByteBuffer bytes) {
        data = bytes;
        length = batch.length(place);
        realLength = batch.realLength(place);
        sender = batch.address(place);
        local = batch.localAddress(place);
    }

    /// Returns a request with the same bytes, copied, and the same sender.
    UdpRequest copy(ReplyPath path) {
        var copy = new UdpRequest(path);
        copy.data = ByteBuffer.allocate(length)
                .put(data.duplicate().clear().limit(length))
                .flip();
        copy.length = length;
        copy.realLength = realLength;
        copy.sender = sender();
        copy.local = local;
        return copy;
    }

    /// The bytes, from position 0 to the limit; none for an empty datagram. The same buffer each time.
    public ByteBuffer data() {
        return data;
    }

    /// Who sent it, in the family of the socket. Anybody can have forged it.
    ///
    /// @throws IllegalStateException outside of a handler
    public SocketAddr sender() {
        if (sender == null) {
            throw new IllegalStateException("there is no request");
        }
        return sender;
    }

    /// The address of this machine that it was sent to, with the server's port, from which replies go;
    /// empty where the server is bound to one address, or the platform does not know
    /// (`Capabilities.datagramDestination`).
    public Optional<SocketAddr> localAddress() {
        return local;
    }

    /// How many bytes its sender sent; more than [#data] has only with [UdpServerBuilder#acceptTruncated].
    public int realLength() {
        return realLength;
    }

    /// Whether it was longer than [UdpServerBuilder#maxDatagram], and the rest is gone.
    public boolean truncated() {
        return realLength > length;
    }

    /// An empty buffer with room for [UdpServerBuilder#maxDatagram] bytes, to be filled, flipped and given
    /// to [#reply]. The same one each time, cleared.
    public ByteBuffer replyBuffer() {
        return path.buffer();
    }

    /// Sends what remains in `datagram` to the sender, from the address that was asked; nothing remaining
    /// is an empty datagram. Copies it, so the buffer may be used again. May be called several times.
    ///
    /// In the receive loop it is gathered with the replies to the datagrams that came together, and leaves
    /// when all of them were handled. Returns false if it was dropped, which is counted: by the guard
    /// against reflection, by the rate limit, and in a task also for what the send failed with; true says
    /// no more than that the kernel gets it.
    ///
    /// `MESSAGE_TOO_LONG` beyond [UdpServerBuilder#maxDatagram]. `INTERRUPTED` and `CLOSED` at the end of
    /// the server's grace period.
    public boolean reply(ByteBuffer datagram) throws NetException {
        return path.send(this, Objects.requireNonNull(datagram, "datagram"));
    }

    /// Returns this request for later: its bytes are copied, it is good after the handler has returned, for
    /// one thread at a time, and its replies leave at once, each with a system call.
    ///
    /// So a handler in the receive loop answers what it can at once, and has a task of its own ask
    /// elsewhere for the rest. How many are kept, and for how long, is the handler's to bound. Once the
    /// server is closed, [#reply] fails with `CLOSED`. In a task of the server ([UdpServerBuilder#inTasks])
    /// it is this one.
    ///
    /// @throws IllegalStateException outside of a handler
    public UdpRequest detach() {
        return path.detach(this);
    }
}
