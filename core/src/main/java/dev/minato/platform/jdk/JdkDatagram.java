package dev.minato.platform.jdk;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.DatagramError;
import dev.minato.platform.DatagramMeta;
import dev.minato.platform.DatagramSlot;
import dev.minato.platform.Interest;
import dev.minato.platform.Membership;
import dev.minato.platform.TryDatagram;
import dev.minato.platform.UserMemory;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A UDP socket on a datagram channel. Each datagram is received into a scratch buffer of the maximum size,
/// since the JDK truncates a datagram silently; and always with `receive`, since `read` says -1 for an empty
/// one.
final class JdkDatagram extends JdkSocket<SocketAddr> implements TryDatagram<SocketAddr> {
    /// The maximum payload of an IPv4 and of an IPv6 datagram.
    private static final int MAX_IPV4 = 65_507;

    private static final int MAX_IPV6 = 65_527;

    private final DatagramChannel channel;
    private final boolean ipv6;
    private final Memberships memberships = new Memberships();
    private final ScratchBuffers scratch;
    private final SocketAddr boundTo;
    private volatile @Nullable SocketAddr peer;
    private volatile Sender lastSender = Sender.NOBODY;
    private volatile @Nullable Kept kept;
    private volatile @Nullable NetException untold;

    /// Whether the next datagram of a batch goes alone. One that failed behind others fails anew as the first, but
    /// for a refusal by the peer, which is told once, and anew after the next that is sent.
    private volatile boolean alone;

    JdkDatagram(Pollers pollers, DatagramChannel channel, InetAddressCodec codec, ScratchBuffers scratch)
            throws IOException {
        super(pollers, channel, codec);
        this.channel = channel;
        this.ipv6 = codec.ipv6();
        this.scratch = scratch;
        this.boundTo = codec.of(channel.getLocalAddress());
    }

    /// The JDK gives the same object again for a sender that comes twice in a row; so do we.
    private record Sender(
            @Nullable SocketAddress theirs, @Nullable SocketAddr ours) {
        static final Sender NOBODY = new Sender(null, null);
    }

    @Override
    public boolean tryReceive(ByteBuffer buffer, DatagramMeta<SocketAddr> into) throws NetException {
        if (untold != null) {
            tell();
        }
        UserMemory.checkRoom(buffer, "receive");
        Kept datagram = kept == null ? null : takeKept();
        if (datagram != null) {
            datagram.copyTo(buffer, into);
            return true;
        }
        ByteBuffer whole = scratch.take();
        try {
            SocketAddress from = channel.receive(whole);
            if (from == null) {
                return false;
            }
            int realLength = whole.flip().remaining();
            int length = Math.min(realLength, buffer.remaining());
            buffer.put(whole.limit(length));
            into.received(length, realLength, sender(from));
            return true;
        } catch (IOException | RuntimeException e) {
            throw Failures.of("receive", e);
        } finally {
            scratch.release(whole);
        }
    }

    /// A datagram that a peek took from the channel: the JDK cannot look without taking.
    private record Kept(ByteBuffer bytes, SocketAddr sender) {
        void copyTo(ByteBuffer buffer, DatagramMeta<SocketAddr> into) {
            int realLength = bytes.remaining();
            int length = Math.min(realLength, buffer.remaining());
            buffer.put(bytes.slice(0, length));
            into.received(length, realLength, sender);
        }
    }

    private synchronized @Nullable Kept takeKept() {
        Kept datagram = kept;
        kept = null;
        return datagram;
    }

    @Override
    public synchronized boolean tryPeek(ByteBuffer buffer, DatagramMeta<SocketAddr> into) throws NetException {
        if (untold != null) {
            tell();
        }
        UserMemory.checkRoom(buffer, "peek");
        Kept datagram = kept;
        if (datagram == null) {
            datagram = receiveToKeep();
            if (datagram == null) {
                return false;
            }
            kept = datagram;
            registration.readable.wakeAll();
        }
        datagram.copyTo(buffer, into);
        return true;
    }

    @Override
    public int tryReceive(List<DatagramSlot<SocketAddr>> slots) throws NetException {
        int count = 0;
        try {
            while (count < slots.size()
                    && tryReceive(slots.get(count).room(), slots.get(count).meta())) {
                count++;
            }
        } catch (NetException e) {
            if (count == 0) {
                throw e;
            }
            untold = e;
            registration.readable.wakeAll();
        }
        return count;
    }

    /// Throws the failure that followed the first datagrams of a batch.
    private synchronized void tell() throws NetException {
        NetException failure = untold;
        untold = null;
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public int trySend(List<DatagramSlot<SocketAddr>> slots, int from, int to) throws NetException {
        int end = alone ? from + 1 : to;
        alone = false;
        int count = 0;
        try {
            while (from + count < end && SingleSends.trySend(this, slots.get(from + count))) {
                count++;
            }
        } catch (NetException e) {
            if (count == 0) {
                throw e;
            }
            alone = true;
        }
        return count;
    }

    @Override
    public boolean trySendSegments(ByteBuffer buffer, int segmentSize, SocketAddr to) throws NetException {
        return SingleSends.trySend(this, buffer, segmentSize, to);
    }

    @Override
    public boolean trySendSegments(ByteBuffer buffer, int segmentSize) throws NetException {
        return SingleSends.trySend(this, buffer, segmentSize, null);
    }

    @Override
    public boolean segmentationOffload() {
        return false;
    }

    private @Nullable Kept receiveToKeep() throws NetException {
        ByteBuffer whole = scratch.take();
        try {
            SocketAddress from = channel.receive(whole);
            if (from == null) {
                return null;
            }
            whole.flip();
            return new Kept(ByteBuffer.allocate(whole.remaining()).put(whole).flip(), sender(from));
        } catch (IOException | RuntimeException e) {
            throw Failures.of("peek", e);
        } finally {
            scratch.release(whole);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same object is what is looked for
    private SocketAddr sender(SocketAddress from) {
        Sender last = lastSender;
        if (last.theirs == from && last.ours != null) {
            return last.ours;
        }
        SocketAddr ours = codec.of(from);
        lastSender = new Sender(from, ours);
        return ours;
    }

    @Override
    public boolean trySend(ByteBuffer buffer, SocketAddr to) throws NetException {
        if (to.isIpv6() && !ipv6) {
            throw NetException.of(ErrorKind.ADDRESS_FAMILY_UNSUPPORTED, "send");
        }
        UserMemory.checkBytes(buffer, "send");
        checkLength(buffer, to.isIpv6());
        try {
            // 0 for an empty datagram may mean that it was sent, or that the send buffer is full.
            return channel.send(buffer, to.toInetSocketAddress()) > 0 || !buffer.hasRemaining();
        } catch (IOException | RuntimeException e) {
            throw Failures.of("send", e);
        }
    }

    @Override
    public boolean trySend(ByteBuffer buffer, SocketAddr to, SocketAddr from) throws NetException {
        SocketAddr own = localAddress();
        if (from.port() != own.port()) {
            throw NetException.of(ErrorKind.INVALID_INPUT, "send", "the socket's port is " + own.port());
        }
        if (!from.ip().isUnspecified() && !from.ip().equals(own.ip())) {
            throw Unsupported.sendFrom();
        }
        return trySend(buffer, to);
    }

    @Override
    public boolean trySend(ByteBuffer buffer) throws NetException {
        UserMemory.checkBytes(buffer, "send");
        checkLength(buffer, ipv6);
        if (!buffer.hasRemaining()) {
            // The channel would say 0 and send nothing.
            throw NetException.of(
                    ErrorKind.UNSUPPORTED, "send", "the JDK sends no empty datagram from a connected socket");
        }
        try {
            return channel.write(buffer) > 0;
        } catch (IOException | RuntimeException e) {
            throw Failures.of("send", e);
        }
    }

    private static void checkLength(ByteBuffer buffer, boolean ipv6) throws NetException {
        int largest = ipv6 ? MAX_IPV6 : MAX_IPV4;
        if (buffer.remaining() > largest) {
            throw NetException.of(
                    ErrorKind.MESSAGE_TOO_LONG, "send", buffer.remaining() + " bytes, at most " + largest);
        }
    }

    @Override
    public void connect(SocketAddr remote) throws NetException {
        try {
            if (peer != null) {
                channel.disconnect();
                peer = null;
            }
            channel.connect(remote.toInetSocketAddress());
            peer = codec.of(channel.getRemoteAddress());
            // As the JDK does with those that it has not handed out yet.
            takeKept();
        } catch (IOException | RuntimeException e) {
            throw Failures.of("connect", e);
        }
    }

    @Override
    public void disconnect() throws NetException {
        try {
            channel.disconnect();
            peer = null;
        } catch (IOException | RuntimeException e) {
            throw Failures.of("disconnect", e);
        }
        forgetErrorOfEarlierPeer();
    }

    /// A refusal that the kernel has noted would make the next send of a channel without a peer say that it
    /// has sent, and send nothing; a receive passes over it.
    private synchronized void forgetErrorOfEarlierPeer() throws NetException {
        if (kept == null) {
            kept = receiveToKeep();
            if (kept != null) {
                registration.readable.wakeAll();
            }
        }
    }

    @Override
    public Optional<DatagramError> tryReceiveError() throws NetException {
        throw Unsupported.receiveError();
    }

    @Override
    public void join(Membership membership) throws NetException {
        memberships.join(channel, membership);
    }

    @Override
    public void leave(Membership membership) throws NetException {
        memberships.leave(membership);
    }

    @Override
    public Optional<SocketAddr> peerAddress() {
        return Optional.ofNullable(peer);
    }

    /// Connecting chooses the local address of a socket that was bound to all of them.
    @Override
    public SocketAddr localAddress() {
        if (peer == null) {
            return boundTo;
        }
        try {
            return codec.of(channel.getLocalAddress());
        } catch (IOException closed) {
            return boundTo;
        }
    }

    @Override
    public boolean isHeld(Interest interest) {
        return interest == Interest.READABLE && (kept != null || untold != null);
    }
}
