package dev.minato.net;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.TryDatagram;
import dev.minato.platform.wait.Handle;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// What UDP sockets and Unix datagram sockets have in common: all but how they are made and named.
///
/// @param <A> an address
/// @param <R> what is known of a datagram that came
abstract sealed class DatagramSocket<A, R extends DatagramInfo<A>> implements Pollable permits UdpSocket, UnixDatagram {
    final Shared<TryDatagram<A>> shared;
    final Handle handle;
    private final TryDatagram.DatagramSink<A> unasked = (_, _, _, _) -> {};

    DatagramSocket(Platform platform, TryDatagram<A> socket) {
        this(new Shared<>(platform, socket), new Handle());
    }

    DatagramSocket(Shared<TryDatagram<A>> shared, Handle handle) {
        this.shared = shared;
        this.handle = handle;
    }

    abstract R holder();

    /// Refuses an address that no socket can have.
    abstract void checkReceiver(A address, String operation) throws NetException;

    /// Receives one datagram into the buffer, from its position, waiting until there is one.
    ///
    /// `into` then says how long it is, how long it was, and who sent it. A buffer without room takes a
    /// datagram all the same, and all of it is cut off. `TIMED_OUT`, `INTERRUPTED`, `CLOSED`, `WOULD_BLOCK`;
    /// on a connected socket `CONNECTION_REFUSED`.
    public void recvFrom(ByteBuffer buffer, R into) throws NetException {
        while (!tryRecvFrom(buffer, into)) {
            block(Interest.READABLE, shared.readTimeout, "receive");
        }
    }

    /// As [#recvFrom], saying what came in a new holder.
    public R recvFrom(ByteBuffer buffer) throws NetException {
        R received = holder();
        recvFrom(buffer, received);
        return received;
    }

    /// Receives one datagram if there is one now; false if not.
    public boolean tryRecvFrom(ByteBuffer buffer, R into) throws NetException {
        return tryReceive(buffer, into.sink);
    }

    private boolean tryReceive(ByteBuffer buffer, TryDatagram.DatagramSink<A> into) throws NetException {
        try {
            shared.checkOpen(handle, "receive");
            shared.didNotWait(0);
            return shared.socket.tryReceive(buffer, into);
        } catch (NetException e) {
            throw e.withAddress(peerOrSelf());
        }
    }

    /// Receives one datagram from the connected peer: its length, 0 for an empty one, cut to the room in the
    /// buffer.
    ///
    /// `NOT_CONNECTED` without a peer; otherwise as [#recvFrom], which also says
    /// whether it was cut.
    public int recv(ByteBuffer buffer) throws NetException {
        checkConnected("receive");
        int before = buffer.position();
        while (!tryReceive(buffer, unasked)) {
            block(Interest.READABLE, shared.readTimeout, "receive");
        }
        return buffer.position() - before;
    }

    private void checkConnected(String operation) throws NetException {
        if (shared.socket.peerAddress().isEmpty()) {
            shared.checkOpen(handle, operation);
            throw NetException.of(ErrorKind.NOT_CONNECTED, operation).withAddress(localAddress());
        }
    }

    /// Looks at the next datagram, waiting until there is one, and leaves it: the next receive or peek, also
    /// through a clone, gets the same one, whole. Otherwise as [#recvFrom].
    ///
    /// The jdk platform keeps it in the program's memory meanwhile, one for each socket.
    public void peekFrom(ByteBuffer buffer, R into) throws NetException {
        while (!tryPeekFrom(buffer, into)) {
            block(Interest.READABLE, shared.readTimeout, "peek");
        }
    }

    /// As [#peekFrom], saying what is there in a new holder.
    public R peekFrom(ByteBuffer buffer) throws NetException {
        R seen = holder();
        peekFrom(buffer, seen);
        return seen;
    }

    /// Looks at the next datagram if there is one now; false if not.
    public boolean tryPeekFrom(ByteBuffer buffer, R into) throws NetException {
        return tryPeek(buffer, into.sink);
    }

    private boolean tryPeek(ByteBuffer buffer, TryDatagram.DatagramSink<A> into) throws NetException {
        try {
            shared.checkOpen(handle, "peek");
            shared.didNotWait(0);
            return shared.socket.tryPeek(buffer, into);
        } catch (NetException e) {
            throw e.withAddress(peerOrSelf());
        }
    }

    /// Looks at the next datagram of the connected peer and leaves it: its length, cut to the room in the
    /// buffer. `NOT_CONNECTED` without a peer; otherwise as [#peekFrom].
    public int peek(ByteBuffer buffer) throws NetException {
        checkConnected("peek");
        int before = buffer.position();
        while (!tryPeek(buffer, unasked)) {
            block(Interest.READABLE, shared.readTimeout, "peek");
        }
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

    /// The timeout is for all of the waits together: where the system does not say when there is room, there
    /// are many short ones.
    private void sendAfterWaiting(ByteBuffer buffer, A address) throws NetException {
        long deadline = shared.deadline(shared.writeTimeout.nanos());
        do {
            blockUntilWritable(address, deadline);
        } while (!trySendTo(buffer, address));
    }

    void blockUntilWritable(A address, long deadline) throws NetException {
        try {
            Shared.check(shared.block(Interest.WRITABLE, handle, deadline, "send"), "send");
        } catch (NetException e) {
            throw e.withAddress(address);
        }
    }

    /// Sends a datagram if there is room for it now; false if not.
    public boolean trySendTo(ByteBuffer buffer, A address) throws NetException {
        try {
            shared.checkOpen(handle, "send");
            checkReceiver(address, "send");
            shared.didNotWait(0);
            return shared.socket.trySend(buffer, address);
        } catch (NetException e) {
            throw e.withAddress(address);
        }
    }

    /// Sends what remains in the buffer to the connected peer as one datagram.
    ///
    /// `NOT_CONNECTED` without a peer; `CONNECTION_REFUSED` if nobody is there; otherwise as [#sendTo].
    public void send(ByteBuffer buffer) throws NetException {
        while (!trySend(buffer)) {
            block(Interest.WRITABLE, shared.writeTimeout, "send");
        }
    }

    /// Sends a datagram to the peer if there is room for it now; false if not.
    public boolean trySend(ByteBuffer buffer) throws NetException {
        try {
            shared.checkOpen(handle, "send");
            shared.didNotWait(0);
            return shared.socket.trySend(buffer);
        } catch (NetException e) {
            throw e.withAddress(peerOrSelf());
        }
    }

    /// Makes an address the peer, again for another one. Nothing is sent.
    public void connect(A address) throws NetException {
        try {
            shared.checkOpen(handle, "connect");
            checkReceiver(address, "connect");
            shared.socket.connect(address);
        } catch (NetException e) {
            throw e.withAddress(address);
        }
    }

    /// Goes back to having no peer, with the same local address; does nothing without one.
    public void disconnect() throws NetException {
        try {
            shared.checkOpen(handle, "disconnect");
            if (shared.socket.peerAddress().isPresent()) {
                shared.socket.disconnect();
            }
        } catch (NetException e) {
            throw e.withAddress(localAddress());
        }
    }

    void block(Interest interest, Shared.Timeout timeout, String operation) throws NetException {
        try {
            Shared.check(shared.block(interest, handle, timeout, operation), operation);
        } catch (NetException e) {
            throw e.withAddress(peerOrSelf());
        }
    }

    A peerOrSelf() {
        return shared.socket.peerAddress().orElseGet(this::localAddress);
    }

    /// Waits until a receive may succeed, without holding a buffer meanwhile; the read timeout applies.
    public void awaitReadable() throws NetException {
        await(Interest.READABLE, shared.readTimeout.nanos(), "await readable");
    }

    /// As [#awaitReadable()], for at most `timeout`, which must be positive (`INVALID_INPUT`).
    public void awaitReadable(Duration timeout) throws NetException {
        await(Interest.READABLE, Shared.positive(timeout, "await readable"), "await readable");
    }

    /// Waits until a send may succeed; the write timeout applies.
    public void awaitWritable() throws NetException {
        await(Interest.WRITABLE, shared.writeTimeout.nanos(), "await writable");
    }

    /// As [#awaitWritable()], for at most `timeout`, which must be positive (`INVALID_INPUT`).
    public void awaitWritable(Duration timeout) throws NetException {
        await(Interest.WRITABLE, Shared.positive(timeout, "await writable"), "await writable");
    }

    private void await(Interest interest, long nanos, String operation) throws NetException {
        try {
            shared.awaitOnly(interest, handle, nanos, operation);
        } catch (NetException e) {
            throw e.withAddress(peerOrSelf());
        }
    }

    /// Bounds each wait of a receive, for all clones; `INVALID_INPUT` for zero or less.
    public void setReadTimeout(Duration timeout) throws NetException {
        shared.readTimeout.set(timeout, "set read timeout");
    }

    /// Lets receives wait forever again.
    public void clearReadTimeout() {
        shared.readTimeout.clear();
    }

    /// The bound on each wait of a receive; empty for none, which is the default.
    public Optional<Duration> readTimeout() {
        return shared.readTimeout.get();
    }

    /// Bounds each wait of a send, for all clones; `INVALID_INPUT` for zero or less.
    public void setWriteTimeout(Duration timeout) throws NetException {
        shared.writeTimeout.set(timeout, "set write timeout");
    }

    /// Lets sends wait forever again.
    public void clearWriteTimeout() {
        shared.writeTimeout.clear();
    }

    /// The bound on each wait of a send; empty for none, which is the default.
    public Optional<Duration> writeTimeout() {
        return shared.writeTimeout.get();
    }

    /// Whether calls that would wait fail with `WOULD_BLOCK` instead.
    public boolean isNonBlocking() {
        return shared.nonBlocking;
    }

    /// Sets non-blocking mode, for all clones.
    public void setNonBlocking(boolean nonBlocking) {
        shared.nonBlocking = nonBlocking;
    }

    /// The bytes that the system keeps of what was sent and has not left yet.
    public int sendBufferSize() throws NetException {
        return option(StandardSocketOptions.SO_SNDBUF);
    }

    /// Asks for another size of the send buffer. The system may take another (Linux doubles it, for its own
    /// needs, within limits); `INVALID_INPUT` for zero or less.
    public void setSendBufferSize(int bytes) throws NetException {
        setNumber(StandardSocketOptions.SO_SNDBUF, 1, Integer.MAX_VALUE, bytes);
    }

    /// The bytes that the system keeps of what came and was not received yet; what comes beyond is dropped.
    public int receiveBufferSize() throws NetException {
        return option(StandardSocketOptions.SO_RCVBUF);
    }

    /// Asks for another size of the receive buffer; as [#setSendBufferSize].
    public void setReceiveBufferSize(int bytes) throws NetException {
        setNumber(StandardSocketOptions.SO_RCVBUF, 1, Integer.MAX_VALUE, bytes);
    }

    /// The failure that the system has noted since it was asked last, such as a refusal; asking clears it.
    /// Empty for none. `UNSUPPORTED` on the jdk platform.
    public Optional<NetException> takeError() throws NetException {
        try {
            shared.checkOpen(handle, "take error");
            return shared.socket.takeError().map(noted -> noted.withAddress(peerOrSelf()));
        } catch (NetException e) {
            throw e.withAddress(peerOrSelf());
        }
    }

    <T> T option(SocketOption<T> option) throws NetException {
        try {
            return shared.option(handle, option);
        } catch (NetException e) {
            throw e.withAddress(localAddress());
        }
    }

    /// Sets an option that has to be within bounds: the system takes some that are not.
    void setNumber(SocketOption<Integer> option, int least, int most, int value) throws NetException {
        try {
            shared.setOption(handle, option, Check.within(least, most, value, "set " + option.name()));
        } catch (NetException e) {
            throw e.withAddress(localAddress());
        }
    }

    <T> void setOption(SocketOption<T> option, T value) throws NetException {
        try {
            shared.setOption(handle, option, value);
        } catch (NetException e) {
            throw e.withAddress(localAddress());
        }
    }

    /// The address that it is bound to, with what the system chose; known also after the close.
    public A localAddress() {
        return shared.socket.localAddress();
    }

    /// The peer; empty if not connected.
    public Optional<A> peerAddress() {
        return shared.socket.peerAddress();
    }

    @Override
    public boolean isOpen() {
        return !handle.isClosed();
    }

    /// Closes this handle, and with the last one the socket. Calls that wait through it end with `CLOSED`.
    /// Closing again does nothing.
    @Override
    public void close() throws NetException {
        shared.close(handle);
    }

    String described(String protocol) {
        return protocol
                + localAddress()
                + peerAddress().map(peer -> " → " + peer).orElse("");
    }
}
