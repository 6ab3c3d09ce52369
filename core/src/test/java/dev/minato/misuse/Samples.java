package dev.minato.misuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.IpAddr;
import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import dev.minato.codec.BytesCodec;
import dev.minato.codec.Codec;
import dev.minato.codec.Decoder;
import dev.minato.codec.DelimiterCodec;
import dev.minato.codec.Encoder;
import dev.minato.codec.FixedLengthCodec;
import dev.minato.codec.LengthCodec;
import dev.minato.codec.LineCodec;
import dev.minato.codec.TextLengthCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.framed.FramedReader;
import dev.minato.framed.FramedWriter;
import dev.minato.io.BufferedSink;
import dev.minato.io.BufferedSource;
import dev.minato.io.CopyOptions;
import dev.minato.net.ByteSink;
import dev.minato.net.ByteSource;
import dev.minato.net.ByteStream;
import dev.minato.net.DatagramBatch;
import dev.minato.net.Halves;
import dev.minato.net.KeepAliveTimes;
import dev.minato.net.MemoryStream;
import dev.minato.net.Pollable;
import dev.minato.net.ReadHalf;
import dev.minato.net.Readiness;
import dev.minato.net.ReadinessSet;
import dev.minato.net.Received;
import dev.minato.net.Resolver;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpListenerOptions;
import dev.minato.net.TcpOptions;
import dev.minato.net.TcpStream;
import dev.minato.net.TcpStreamOptions;
import dev.minato.net.UdpSocket;
import dev.minato.net.UdpSocketOptions;
import dev.minato.net.UnixDatagram;
import dev.minato.net.UnixListener;
import dev.minato.net.UnixListenerOptions;
import dev.minato.net.UnixReceived;
import dev.minato.net.UnixStream;
import dev.minato.net.WriteHalf;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.task.Action;
import dev.minato.task.BoundedAction;
import dev.minato.task.BoundedCall;
import dev.minato.task.Permits;
import dev.minato.task.Signal;
import dev.minato.task.Signals;
import dev.minato.task.Task;
import dev.minato.task.TaskCollector;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Pair;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// An instance and an argument for each type of the API: real sockets on the loopback, one of each.
final class Samples {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Map<Class<?>, Object> samples = new HashMap<>();

    private TcpListener listener;
    private Pair pair;
    private UdpSocket udp;

    Samples(Path folder) throws Exception {
        plain();
        streams();
        datagrams();
        unix(folder);
        layers();
    }

    /// The sample of a type; empty for one that nobody can have, or this platform has not.
    Optional<Object> of(Class<?> type) {
        return Optional.ofNullable(samples.get(type));
    }

    /// What stands for a parameter of `type` in a call on `owner`, whose type variables are erased.
    Object argument(Class<?> owner, Class<?> type) {
        if (type == Object.class || type.getName().equals("dev.minato.net.DatagramInfo")) {
            return erased(owner, type);
        }
        Object sample = samples.get(type);
        if (sample == null) {
            throw new AssertionError("no sample of " + type);
        }
        return sample;
    }

    private Object erased(Class<?> owner, Class<?> type) {
        boolean unix = owner == UnixDatagram.class;
        if (type != Object.class) {
            return unix ? new UnixReceived() : new Received();
        }
        return unix
                ? argument(owner, UnixAddr.class)
                : owner == UdpSocket.class
                        ? argument(owner, SocketAddr.class)
                        : owner == Encoder.class ? "line" : ByteBuffer.allocate(1);
    }

    private void plain() throws Exception {
        put(int.class, 1);
        put(long.class, 1L);
        put(byte.class, (byte) 1);
        put(boolean.class, true);
        put(float.class, 1f);
        put(double.class, 1d);
        put(int[].class, new int[8]);
        put(char.class, ',');
        put(byte[][].class, new byte[][] {{1, 2}});
        put(byte[].class, new byte[] {1, 2, 3, 4});
        put(String.class, "127.0.0.1:1");
        put(Duration.class, Duration.ofSeconds(1));
        put(ByteBuffer.class, ByteBuffer.allocate(1));
        put(ByteBuffer[].class, new ByteBuffer[] {ByteBuffer.allocate(1), ByteBuffer.allocate(1)});
        put(ByteOrder.class, ByteOrder.BIG_ENDIAN);
        put(Optional.class, Optional.empty());
        put(OptionalInt.class, OptionalInt.empty());
        put(Throwable.class, new Throwable());
        put(Consumer.class, (Consumer<Object>) _ -> {});
        put(Runnable.class, (Runnable) () -> {});
        put(Callable.class, (Callable<Object>) () -> 1);
        put(Action.class, (Action) () -> {});
        put(BoundedCall.class, (BoundedCall<Object, Exception>) () -> 1);
        put(BoundedAction.class, (BoundedAction<Exception>) () -> {});
        put(ScopedValue.CallableOp.class, (ScopedValue.CallableOp<Object, Exception>) () -> 1);
        put(Scope.Body.class, (Scope.Body<Exception>) () -> {});
        put(Resolver.class, (Resolver) (_, _) -> List.of());
        put(Path.class, Path.of("x.sock"));
        put(InetAddress.class, InetAddress.getLoopbackAddress());
        put(InetSocketAddress.class, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        put(UnixDomainSocketAddress.class, UnixDomainSocketAddress.of("x.sock"));
        put(Ipv4Addr.class, Ipv4Addr.LOCALHOST);
        put(Ipv6Addr.class, Ipv6Addr.LOCALHOST);
        put(IpAddr.class, Ipv4Addr.LOCALHOST);
        put(SocketAddr.class, SocketAddr.parse("127.0.0.1:1"));
        put(UnixAddr.class, UnixAddr.ofPath("x.sock"));
        put(ErrorKind.class, ErrorKind.OTHER);
        put(NetException.class, NetException.of(ErrorKind.OTHER, "test"));
        put(NetException.Builder.class, NetException.builder(ErrorKind.OTHER, "test"));
        put(Codec.class, LineCodec.bytes(10));
        put(Decoder.class, LineCodec.utf8(10));
        put(Encoder.class, LineCodec.utf8(10));
        put(LengthCodec.class, LengthCodec.ofBytes(1));
        put(TextLengthCodec.class, TextLengthCodec.decimal().digits(1));
        put(TextLengthCodec.Digits.class, TextLengthCodec.decimal());
        put(DelimiterCodec.class, DelimiterCodec.of(1, new byte[] {1}));
        put(FixedLengthCodec.class, FixedLengthCodec.of(1));
        put(BytesCodec.class, BytesCodec.of(1));
        put(CopyOptions.class, CopyOptions.DEFAULT);
        put(KeepAliveTimes.class, new KeepAliveTimes(Duration.ofSeconds(1), Duration.ofSeconds(1), 1));
        put(Shutdown.class, Shutdown.WRITE);
        put(Signal[].class, new Signal[0]);
        put(Scope.class, Scope.current());
        put(Platform.class, Platform.current());
    }

    private void streams() throws Exception {
        listener = opened(TcpListener.bind("127.0.0.1:0"));
        put(TcpListener.class, listener);
        pair = opened(Pair.of(listener));
        put(TcpStream.class, pair.near());
        put(ByteStream.class, pair.near());
        put(ByteSource.class, pair.near());
        put(ByteSink.class, pair.near());
        Pair parted = opened(Pair.of(listener));
        Halves<TcpStream> halves = parted.near().split();
        put(ReadHalf.class, opened(halves.reader()));
        put(WriteHalf.class, opened(halves.writer()));
        MemoryStream.Pair memory = opened(ByteStream.pair());
        put(MemoryStream.class, memory.first());
        put(TcpOptions.class, TcpListener.options());
        put(TcpListenerOptions.class, TcpListener.options());
        put(TcpStreamOptions.class, TcpStream.options());
        put(Pollable.class, listener);
        put(Readiness.class, Readiness.readable(listener));
        put(Collection.class, List.of(Readiness.readable(listener)));
        put(ReadinessSet.class, opened(new ReadinessSet<String>()));
    }

    private void datagrams() throws Exception {
        udp = opened(UdpSocket.bind("127.0.0.1:0"));
        put(UdpSocket.class, udp);
        put(UdpSocketOptions.class, UdpSocket.options());
        put(Received.class, new Received());
        put(UnixReceived.class, new UnixReceived());
        put(DatagramBatch.class, new DatagramBatch(4, 16));
    }

    private void unix(Path folder) throws Exception {
        put(UnixListenerOptions.class, UnixListener.options());
        UnixListener unix = opened(UnixListener.bind(folder.resolve("listener.sock")));
        put(UnixListener.class, unix);
        put(UnixStream.class, opened(UnixStream.connect(folder.resolve("listener.sock"))));
        if (Platform.current().capabilities().unixDatagrams()) {
            put(UnixDatagram.class, opened(UnixDatagram.bind(folder.resolve("datagram.sock"))));
        }
    }

    private void layers() throws Exception {
        ByteStream stream = (ByteStream) samples.get(TcpStream.class);
        put(BufferedSource.class, BufferedSource.of(stream));
        put(BufferedSink.class, BufferedSink.of(stream));
        put(Framed.class, new Framed<>(stream, LineCodec.bytes(16)));
        put(FramedReader.class, new FramedReader<>(stream, LineCodec.bytes(16)));
        put(FramedWriter.class, new FramedWriter<>(stream, LineCodec.bytes(16)));
        put(Permits.class, new Permits(1));
        put(Signals.class, opened(Signals.of()));
        put(TaskGroup.class, opened(new TaskGroup()));
        put(TaskCollector.class, opened(TaskGroup.<Integer>collecting(2)));
        put(Task.class, Tasks.spawn(() -> 1));
    }

    private void put(Class<?> type, Object sample) {
        samples.put(type, sample);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    /// Checks that the sockets are open, and that bytes and datagrams still go through.
    void checkUsable() throws Exception {
        assertThat(samples.values().stream().filter(Pollable.class::isInstance).map(Pollable.class::cast))
                .allMatch(Pollable::isOpen);
        pair.far().writeAll(new byte[] {1});
        assertThat(pair.near().read(ByteBuffer.allocate(2))).isEqualTo(1);
        pair.near().writeAll(new byte[] {2});
        assertThat(pair.far().read(ByteBuffer.allocate(2))).isEqualTo(1);
        udp.sendTo(ByteBuffer.allocate(1), udp.localAddress());
        assertThat(udp.recvFrom(ByteBuffer.allocate(2)).length()).isEqualTo(1);
        assertThat(listener.tryAccept()).isEmpty();
    }

    /// Closes what was opened, the last first.
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
