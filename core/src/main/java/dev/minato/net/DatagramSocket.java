package dev.minato.net;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.handle.SocketHandle;
import dev.minato.platform.DatagramMeta;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.TryDatagram;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/// The base of [UdpSocket] and [UnixDatagram]: all but how they are made and named.
///
/// @param <A> an address
/// @param <R> the metadata of a datagram that came
/// @param <B> a batch of datagrams
abstract class DatagramSocket<A, R extends DatagramInfo<A>, B extends AddressedBatch<A>>
        extends DataSocket<A, TryDatagram<A>> {
    /// What a receive says that nobody asks; written by all of them, read by none.
    private final DatagramMeta<A> noInfo = new DatagramMeta<>();

    DatagramSocket(Platform platform, TryDatagram<A> socket) {
        this(SocketHandle.of(platform, socket, DatagramSocket::errorAddress));
    }

    DatagramSocket(SocketHandle<TryDatagram<A>> handle) {
        super(handle);
    }

    /// The peer's address, without a peer the own.
    private static <A> A errorAddress(TryDatagram<A> socket) {
        return socket.peerAddress().orElseGet(socket::localAddress);
    }

    /// Returns a new holder.
    abstract R holder();

    /// Throws INVALID_INPUT for an address that no socket can have.
    abstract void checkReceiver(A address, String operation) throws NetException;

    /// Receives one datagram into the buffer, from its position, waiting until there is one.
    ///
    /// `into` then says how long it is, how long it was, and who sent it. A buffer without room takes a
    /// datagram all the same, and all of it is cut off. `TIMED_OUT`, `INTERRUPTED`, `CLOSED`, `WOULD_BLOCK`;
    /// on a connected socket `CONNECTION_REFUSED`.
    public void recvFrom(ByteBuffer buffer, R into) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        Objects.requireNonNull(into, "into");
        receive(Receive.TAKE, buffer, into.meta);
    }

    /// As [#recvFrom], saying what came in a new holder.
    public R recvFrom(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        R received = holder();
        recvFrom(buffer, received);
        return received;
    }

    /// Receives one datagram if there is one now; false if not.
    public boolean tryRecvFrom(ByteBuffer buffer, R into) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        Objects.requireNonNull(into, "into");
        return tryReceive(Receive.TAKE, buffer, into.meta);
    }

    /// Receives one datagram from the connected peer: its length, 0 for an empty one, cut to the room in the
    /// buffer.
    ///
    /// `NOT_CONNECTED` without a peer; otherwise as [#recvFrom], which also says
    /// whether it was cut.
    public int recv(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        return receiveFromPeer(Receive.TAKE, buffer);
    }

    /// Looks at the next datagram, waiting until there is one, and leaves it: the next receive or peek, also
    /// through a clone, gets the same one, whole. Otherwise as [#recvFrom].
    ///
    /// The jdk platform keeps it in the program's memory meanwhile, one for each socket.
    public void peekFrom(ByteBuffer buffer, R into) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        Objects.requireNonNull(into, "into");
        receive(Receive.PEEK, buffer, into.meta);
    }

    /// As [#peekFrom], saying what is there in a new holder.
    public R peekFrom(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        R seen = holder();
        peekFrom(buffer, seen);
        return seen;
    }

    /// Looks at the next datagram if there is one now; false if not.
    public boolean tryPeekFrom(ByteBuffer buffer, R into) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        Objects.requireNonNull(into, "into");
        return tryReceive(Receive.PEEK, buffer, into.meta);
    }

    /// Looks at the next datagram of the connected peer and leaves it: its length, cut to the room in the
    /// buffer. `NOT_CONNECTED` without a peer; otherwise as [#peekFrom].
    public int peek(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        return receiveFromPeer(Receive.PEEK, buffer);
    }

    /// The two ways to receive, for one loop; an enum and no lambda, so that calls allocate nothing.
    private enum Receive {
        TAKE("receive"),
        PEEK("peek");

        final String operation;

        Receive(String operation) {
            this.operation = operation;
        }
    }

    private void receive(Receive how, ByteBuffer buffer, DatagramMeta<A> into) throws NetException {
        while (!tryReceive(how, buffer, into)) {
            block(Interest.READABLE, how.operation);
        }
    }

    private boolean tryReceive(Receive how, ByteBuffer buffer, DatagramMeta<A> into) throws NetException {
        try {
            handle.checkOpen(how.operation);
            handle.spend(0);
            TryDatagram<A> socket = handle.socket();
            return how == Receive.PEEK ? socket.tryPeek(buffer, into) : socket.tryReceive(buffer, into);
        } catch (NetException e) {
            throw handle.located(e);
        }
    }

    private int receiveFromPeer(Receive how, ByteBuffer buffer) throws NetException {
        if (peerAddress().isEmpty()) {
            handle.run(how.operation, _ -> {
                throw NetException.of(ErrorKind.NOT_CONNECTED, how.operation);
            });
        }
        int before = buffer.position();
        receive(how, buffer, noInfo);
        return buffer.position() - before;
    }

    /// Sends what remains in the buffer to `address` as one datagram; nothing remaining is an empty datagram.
    ///
    /// Waits while there is no room for it. `MESSAGE_TOO_LONG`, `TIMED_OUT`, `INTERRUPTED`, `CLOSED`,
    /// `WOULD_BLOCK`, and what the class says.
    public void sendTo(ByteBuffer buffer, A address) throws NetException {
        if (!trySendTo(buffer, address)) {
            sendAfterWaiting(buffer, address);
        }
    }

    /// The timeout is for all of the waits together: where the kernel does not report room, there are
    /// many short ones.
    private void sendAfterWaiting(ByteBuffer buffer, A address) throws NetException {
        long deadline = handle.deadline(handle.writeTimeout().nanos());
        do {
            blockUntilWritable(address, deadline);
        } while (!trySendTo(buffer, address));
    }

    void blockUntilWritable(A address, long deadline) throws NetException {
        try {
            SocketHandle.check(handle.block(Interest.WRITABLE, deadline, "send"), "send");
        } catch (NetException e) {
            throw e.withAddress(address);
        }
    }

    /// Sends a datagram if there is room for it now; false if not.
    public boolean trySendTo(ByteBuffer buffer, A address) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        Objects.requireNonNull(address, "address");
        try {
            handle.checkOpen("send");
            checkReceiver(address, "send");
            handle.spend(0);
            return handle.socket().trySend(buffer, address);
        } catch (NetException e) {
            throw e.withAddress(address);
        }
    }

    /// Sends what remains in the buffer to the connected peer as one datagram.
    ///
    /// `NOT_CONNECTED` without a peer; `CONNECTION_REFUSED` if nobody is there; otherwise as [#sendTo].
    public void send(ByteBuffer buffer) throws NetException {
        while (!trySend(buffer)) {
            block(Interest.WRITABLE, "send");
        }
    }

    /// Sends a datagram to the peer if there is room for it now; false if not.
    public boolean trySend(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        try {
            handle.checkOpen("send");
            handle.spend(0);
            return handle.socket().trySend(buffer);
        } catch (NetException e) {
            throw handle.located(e);
        }
    }

    /// Receives the datagrams that are there, up to one for each place of the batch, waiting until there is
    /// one; returns how many, at least 1. What was in the batch before is gone.
    ///
    /// Faster than one by one where many come: on the linux platform, one system call takes up to 64. Fails as
    /// [#recvFrom]; a failure behind the first datagram is reported by the next call.
    public int recvBatch(B batch) throws NetException {
        Objects.requireNonNull(batch, "batch");
        int count = tryRecvBatch(batch);
        while (count == 0) {
            block(Interest.READABLE, "receive");
            count = tryRecvBatch(batch);
        }
        return count;
    }

    /// Receives the datagrams that are there now, up to one for each place; returns how many, which may be 0.
    public int tryRecvBatch(B batch) throws NetException {
        Objects.requireNonNull(batch, "batch");
        batch.clear();
        try {
            handle.checkOpen("receive");
            handle.spend(0);
            return batch.received(handle.socket().tryReceive(batch.places()));
        } catch (NetException e) {
            throw handle.located(e);
        }
    }

    /// Sends the datagrams of the batch that were not sent yet, as many as the kernel takes at once, waiting
    /// until it takes one; returns how many went. [DatagramBatch#unsent] says how many are left; calling again
    /// sends those.
    ///
    /// Fails with what the first of them fails with, as [#sendTo]; one that fails behind it fails again as the
    /// first of the next call. It can be left out with [DatagramBatch#skip]. 0 if nothing is left to send.
    public int sendBatch(B batch) throws NetException {
        Objects.requireNonNull(batch, "batch");
        int count = trySendBatch(batch);
        while (count == 0 && batch.unsent() > 0) {
            block(Interest.WRITABLE, "send");
            count = trySendBatch(batch);
        }
        return count;
    }

    /// Sends those of the batch that were not sent yet and that the kernel takes now; returns how many, which
    /// may be 0.
    public int trySendBatch(B batch) throws NetException {
        Objects.requireNonNull(batch, "batch");
        try {
            handle.checkOpen("send");
            if (batch.unsent() == 0) {
                return 0;
            }
            DatagramMeta<A> next = batch.places().get(batch.next()).meta();
            if (next.hasAddress()) {
                checkReceiver(next.address(), "send");
            }
            handle.spend(0);
            return batch.sent(handle.socket().trySend(batch.places(), batch.next(), batch.count()));
        } catch (NetException e) {
            throw batch.nextReceiver().map(e::withAddress).orElseGet(() -> handle.located(e));
        }
    }

    /// Makes an address the peer, again for another one. Nothing is sent.
    public void connect(A address) throws NetException {
        Objects.requireNonNull(address, "address");
        try {
            handle.checkOpen("connect");
            checkReceiver(address, "connect");
            handle.socket().connect(address);
        } catch (NetException e) {
            throw e.withAddress(address);
        }
    }

    /// Goes back to having no peer, with the same local address; no-op without one.
    public void disconnect() throws NetException {
        handle.run("disconnect", socket -> {
            if (socket.peerAddress().isPresent()) {
                socket.disconnect();
            }
        });
    }

    /// Blocks for the timeout of a direction; throws whatever else than readiness ended the wait.
    final void block(Interest interest, String operation) throws NetException {
        block(interest, handle.deadline(handle.timeout(interest).nanos()), operation);
    }

    /// The peer; empty if not connected.
    public Optional<A> peerAddress() {
        return handle.socket().peerAddress();
    }

    String described(String protocol) {
        return protocol
                + localAddress()
                + peerAddress().map(peer -> " → " + peer).orElse("");
    }
}
