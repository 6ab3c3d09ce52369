package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.DatagramError;
import dev.minato.platform.DatagramMeta;
import dev.minato.platform.DatagramSlot;
import dev.minato.platform.Interest;
import dev.minato.platform.Membership;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.Setting;
import dev.minato.platform.TryDatagram;
import dev.minato.platform.UserMemory;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.AddressCodec;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.linux.sys.NativeIo;
import dev.minato.platform.linux.sys.RefCountedFd;
import dev.minato.platform.linux.sys.SourceAddressDecoder;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// A datagram socket; tries by recvmsg(2) and sendmsg(2) and their kin.
final class LinuxDatagram<A> extends LinuxSocket<A> implements TryDatagram<A> {
    private final SourceAddressDecoder<A> sources;
    private final ErrorQueue errors;
    private volatile A local;
    private volatile Optional<A> peer = Optional.empty();

    private final ControlOptions asked = new ControlOptions();
    private final HeldBurst<A> held;
    private final DatagramSender<A> sender;

    LinuxDatagram(SocketFd fd, AddressCodec<A> codec, SourceAddressDecoder<A> sources, A local) {
        super(fd, codec);
        this.sources = sources;
        this.errors = new ErrorQueue(fd);
        this.local = local;
        this.held = new HeldBurst<>(readable, this::receiveMessages);
        this.sender = new DatagramSender<>(fd, codec, errors);
    }

    /// A socket with a peer from the start.
    LinuxDatagram(SocketFd fd, AddressCodec<A> codec, SourceAddressDecoder<A> sources, A local, A peer) {
        this(fd, codec, sources, local);
        this.peer = Optional.of(peer);
    }

    /// Takes note of the options that the socket was made with.
    void note(List<Setting<?>> settings) {
        asked.note(settings);
        settings.forEach(setting -> errors.note(setting.option(), setting.value()));
    }

    /// Asks the kernel for those that it was made with by another process.
    void readOptions() throws NetException {
        asked.read(fd);
        errors.note(PlatformOptions.RECEIVE_ERRORS, OptionCalls.get(fd, PlatformOptions.RECEIVE_ERRORS));
    }

    /// With MSG_TRUNC recv(2) returns the real length of a datagram that it truncated.
    @Override
    public boolean tryReceive(ByteBuffer buffer, DatagramMeta<A> into) throws NetException {
        return receive(buffer, Abi.MSG_TRUNC, into, "receive");
    }

    @Override
    public boolean tryPeek(ByteBuffer buffer, DatagramMeta<A> into) throws NetException {
        return receive(buffer, Abi.MSG_TRUNC | Abi.MSG_PEEK, into, "peek");
    }

    private boolean receive(ByteBuffer buffer, int flags, DatagramMeta<A> into, String operation) throws NetException {
        UserMemory.checkRoom(buffer, operation);
        int room = buffer.remaining();
        long tick = readable.tick();
        boolean drained = false;
        try {
            if (asked.isCoalescing()) {
                drained = !held.receive(buffer, (flags & Abi.MSG_PEEK) == 0, into);
                return !drained;
            }
            long count = asked.any()
                    ? fd.io.receiveMessage(buffer, flags, codec, sources, local, into)
                    : fd.io.receiveFrom(buffer, flags, codec, sources, into);
            if (count < 0) {
                drained = errors.check(count, operation) == NOT_NOW;
                return false;
            }
            buffer.position(buffer.position() + (int) Math.min(count, room));
            return true;
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable(operation, e);
        } finally {
            readable.endTry(tick, drained);
        }
    }

    @Override
    public int tryReceive(List<DatagramSlot<A>> slots) throws NetException {
        long tick = readable.tick();
        boolean drained = false;
        try {
            boolean isCoalescing = asked.isCoalescing();
            int count = isCoalescing ? held.receive(slots) : receiveMessages(slots);
            drained = count == 0 || (!isCoalescing && isDrained(count, slots.size()));
            return count;
        } finally {
            readable.endTry(tick, drained);
        }
    }

    private int receiveMessages(List<DatagramSlot<A>> slots) throws NetException {
        return (int) Math.max(0, errors.check(fd.io.receive(slots, codec, sources, asked.any(), local), "receive"));
    }

    /// Whether recvmmsg(2) took all there was. Where errors are told, fewer than asked for may also be for a
    /// failure that the next call is told of.
    private boolean isDrained(int count, int asked) {
        return count < Math.min(asked, NativeIo.MAX_DATAGRAMS) && peer.isEmpty() && !errors.isOn();
    }

    @Override
    public int trySend(List<DatagramSlot<A>> slots, int from, int to) throws NetException {
        return sender.send(slots, from, to, local, peer.isPresent());
    }

    @Override
    public boolean trySendSegments(ByteBuffer buffer, int segmentSize, A to) throws NetException {
        return segmentSize >= buffer.remaining()
                ? trySend(buffer, to)
                : StagedSegments.trySend(this, buffer, segmentSize, to);
    }

    @Override
    public boolean trySendSegments(ByteBuffer buffer, int segmentSize) throws NetException {
        if (segmentSize >= buffer.remaining()) {
            return trySend(buffer);
        }
        checkConnected();
        return StagedSegments.trySend(this, buffer, segmentSize, null);
    }

    @Override
    public boolean segmentationOffload() throws NetException {
        return sender.isOffloaded();
    }

    @Override
    public boolean trySend(ByteBuffer buffer, A to) throws NetException {
        return sender.send(buffer, to);
    }

    @Override
    public boolean trySend(ByteBuffer buffer, A to, A from) throws NetException {
        // Needs no control message, and sendto(2) is faster than sendmsg(2).
        return from.equals(local) ? trySend(buffer, to) : sender.send(buffer, to, from, local);
    }

    @Override
    public boolean trySend(ByteBuffer buffer) throws NetException {
        checkConnected();
        return sender.send(buffer);
    }

    private void checkConnected() throws NetException {
        if (peer.isEmpty()) {
            throw NetException.of(ErrorKind.NOT_CONNECTED, "send");
        }
    }

    @Override
    public void connect(A remote) throws NetException {
        long result = AddressCalls.connect(fd.calls, codec, remote);
        if (result < 0) {
            throw Errno.of("connect", (int) -result);
        }
        forgetErrorOfEarlierPeer();
        local = AddressCalls.localAddress(fd.calls, codec, "connect");
        peer = Optional.of(AddressCalls.peerAddress(fd.calls, codec, "connect", remote));
    }

    /// connect(2) leaves a noted error where it is, for the next call, which would be taken for the new
    /// peer's. None of the old peer's comes any more, and nothing was sent to the new one yet.
    private void forgetErrorOfEarlierPeer() throws NetException {
        Optional<NetException> _ = OptionCalls.takeError(fd);
    }

    /// connect(AF_UNSPEC) dissolves the association (connect(2)).
    @Override
    public void disconnect() throws NetException {
        fd.calls.checkOnce(RefCountedFd.WRITING, "disconnect", (fd, memory) -> {
            memory.address().set(JAVA_SHORT_UNALIGNED, 0, (short) Abi.AF_UNSPEC);
            return Libc.connect(memory.errno, fd, memory.address(), Short.BYTES);
        });
        forgetErrorOfEarlierPeer();
        peer = Optional.empty();
        bindAgain();
    }

    private void bindAgain() throws NetException {
        A now = AddressCalls.localAddress(fd.calls, codec, "disconnect");
        A wanted = codec.afterDisconnect(now, local);
        if (!wanted.equals(now)) {
            try {
                AddressCalls.bind(fd.calls, codec, wanted);
            } catch (NetException e) {
                throw e.withOperation("disconnect");
            }
        }
        local = wanted;
    }

    @Override
    public Optional<DatagramError> tryReceiveError() throws NetException {
        return errors.take();
    }

    @Override
    public void join(Membership membership) throws NetException {
        Multicast.join(fd, membership);
    }

    @Override
    public void leave(Membership membership) throws NetException {
        Multicast.leave(fd, membership);
    }

    @Override
    public Optional<A> peerAddress() {
        return peer;
    }

    @Override
    public A localAddress() {
        return local;
    }

    @Override
    public Outcome await(Interest interest, Handle handle, long deadline) throws NetException {
        sender.waits();
        return interest == Interest.WRITABLE && sender.lacksRoom()
                ? sender.awaitRoom(handle, deadline)
                : super.await(interest, handle, deadline);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws NetException {
        super.setOption(option, value);
        asked.note(option, value);
        errors.note(option, value);
    }
}
