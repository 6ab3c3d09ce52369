package dev.minato.misuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.activation.InheritedSockets;
import dev.minato.activation.ServiceManager;
import dev.minato.address.IpAddr;
import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import dev.minato.client.Connector;
import dev.minato.client.Handshake;
import dev.minato.client.TcpClient;
import dev.minato.client.TcpClientBuilder;
import dev.minato.client.UdpAsk;
import dev.minato.codec.BytesCodec;
import dev.minato.codec.Codec;
import dev.minato.codec.Decoder;
import dev.minato.codec.DelimiterCodec;
import dev.minato.codec.Encoder;
import dev.minato.codec.FixedLengthCodec;
import dev.minato.codec.LengthCodec;
import dev.minato.codec.LineCodec;
import dev.minato.codec.Mapping;
import dev.minato.codec.TextLengthCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.framed.FramedReader;
import dev.minato.framed.FramedUdp;
import dev.minato.framed.FramedWriter;
import dev.minato.io.BufferedSink;
import dev.minato.io.BufferedSource;
import dev.minato.io.CopyOptions;
import dev.minato.net.ByteSink;
import dev.minato.net.ByteSource;
import dev.minato.net.ByteStream;
import dev.minato.net.DatagramBatch;
import dev.minato.net.Ecn;
import dev.minato.net.Halves;
import dev.minato.net.InheritedSocket;
import dev.minato.net.KeepAliveTimes;
import dev.minato.net.MemoryStream;
import dev.minato.net.Pollable;
import dev.minato.net.PollableChannel;
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
import dev.minato.net.UnixDatagramBatch;
import dev.minato.net.UnixListener;
import dev.minato.net.UnixListenerOptions;
import dev.minato.net.UnixReceived;
import dev.minato.net.UnixStream;
import dev.minato.net.WriteHalf;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.server.AttributeKey;
import dev.minato.server.CloseReason;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionEnd;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.DropReason;
import dev.minato.server.MemoryBudget;
import dev.minato.server.Outbox;
import dev.minato.server.OverloadPolicy;
import dev.minato.server.Refusal;
import dev.minato.server.RefusalReason;
import dev.minato.server.RequestHandler;
import dev.minato.server.ServerObserver;
import dev.minato.server.Session;
import dev.minato.server.SlowReaderPolicy;
import dev.minato.server.StopSignal;
import dev.minato.server.TcpServer;
import dev.minato.server.TcpServerBuilder;
import dev.minato.server.UdpCounts;
import dev.minato.server.UdpHandler;
import dev.minato.server.UdpRequest;
import dev.minato.server.UdpServer;
import dev.minato.server.UdpServerBuilder;
import dev.minato.task.Action;
import dev.minato.task.BoundedAction;
import dev.minato.task.BoundedCall;
import dev.minato.task.BoundedChannel;
import dev.minato.task.MissedTicks;
import dev.minato.task.OneShot;
import dev.minato.task.Permits;
import dev.minato.task.Retry;
import dev.minato.task.Signal;
import dev.minato.task.Signals;
import dev.minato.task.Task;
import dev.minato.task.TaskCollector;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.task.Ticker;
import dev.minato.testing.Eventually;
import dev.minato.testing.Pair;
import dev.minato.testing.RawDescriptor;
import dev.minato.tls.CertificateProblem;
import dev.minato.tls.CertificateSummary;
import dev.minato.tls.TlsAcceptor;
import dev.minato.tls.TlsAcceptorBuilder;
import dev.minato.tls.TlsConnector;
import dev.minato.tls.TlsConnectorBuilder;
import dev.minato.tls.TlsIdentity;
import dev.minato.tls.TlsStream;
import dev.minato.tls.TlsTrust;
import dev.minato.tls.TlsVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// An instance and an argument for each type of the API: real sockets on the loopback, one of each.
final class Samples {
    /// None, but they are taken once in a process.
    private static final InheritedSockets INHERITED = takeInherited();

    /// What type variables of datagram sockets are erased to.
    private static final Set<String> ERASED = Set.of("dev.minato.net.DatagramInfo", "dev.minato.net.AddressedBatch");

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
        inherited();
        layers();
        tls();
        clients();
        servers();
    }

    /// The sample of a type; empty for one that nobody can have, or this platform has not.
    Optional<Object> of(Class<?> type) {
        return Optional.ofNullable(samples.get(type));
    }

    /// What stands for a parameter of `type` in a call on `owner`, whose type variables are erased.
    Object argument(Class<?> owner, Class<?> type) {
        if (type == Object.class || ERASED.contains(type.getName())) {
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
        if (type.getName().equals("dev.minato.net.AddressedBatch")) {
            return argument(owner, unix ? UnixDatagramBatch.class : DatagramBatch.class);
        }
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
        put(List.class, List.of((Callable<Object>) () -> 1));
        put(Predicate.class, (Predicate<Object>) _ -> true);
        put(RandomGenerator.class, RandomGenerator.getDefault());
        put(MissedTicks.class, MissedTicks.SKIP);
        put(Ticker.class, Ticker.every(Duration.ofSeconds(1)));
        put(Retry.class, Retry.exponential(1, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        put(Mapping.class, (Mapping<Object, Object>) message -> Objects.requireNonNull(message, "message"));
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
        samples.putAll(ProxySamples.ALL);
        samples.putAll(MetricsSamples.ALL);
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
        put(LineCodec.class, LineCodec.bytes(16));
        put(DelimiterCodec.class, DelimiterCodec.of(1, new byte[] {1}));
        put(FixedLengthCodec.class, FixedLengthCodec.of(1));
        put(BytesCodec.class, BytesCodec.of(1));
        put(MemoryBudget.class, MemoryBudget.EMPTY);
        put(MemoryBudget.Area.class, MemoryBudget.Area.HEAP);
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
        put(Ecn.class, Ecn.NOT_ECT);
        put(UnixReceived.class, new UnixReceived());
        put(DatagramBatch.class, new DatagramBatch(4, 16));
        put(UnixDatagramBatch.class, new UnixDatagramBatch(4, 16));
        put(UdpAsk.class, UdpAsk.to("127.0.0.1:1").attempts(1).maxReply(1));
        put(UdpHandler.class, (UdpHandler) request -> Objects.requireNonNull(request, "request"));
        put(UdpServerBuilder.class, UdpServer.builder());
        var request = new OneShot<UdpRequest>();
        var server = opened(UdpServer.builder()
                .maxDatagram(1)
                .listen("127.0.0.1:0", request::send)
                .start());
        put(UdpServer.class, server);
        udp.sendTo(ByteBuffer.allocate(1), server.localAddresses().getFirst());
        put(UdpRequest.class, request.receive(Eventually.PATIENCE));
        put(UdpCounts.class, new UdpCounts(0, 0, Map.of(), 0));
        put(DropReason.class, DropReason.OVERLOADED);
        put(OverloadPolicy.class, OverloadPolicy.DROP_NEWEST);
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

    private static InheritedSockets takeInherited() {
        try {
            return InheritedSockets.take();
        } catch (NetException e) {
            throw new AssertionError("there are no variables", e);
        }
    }

    private void inherited() throws Exception {
        put(ServiceManager.class, opened(ServiceManager.of(Map.of())));
        put(InheritedSockets.class, INHERITED);
        if (Platform.current().capabilities().inheritedSockets()) {
            InheritedSocket socket = opened(InheritedSocket.adopt(RawDescriptor.listening()));
            put(InheritedSocket.class, socket);
        }
    }

    private void layers() throws Exception {
        ByteStream stream = (ByteStream) samples.get(TcpStream.class);
        put(BufferedSource.class, BufferedSource.of(stream));
        put(BufferedSink.class, BufferedSink.of(stream));
        put(Framed.class, new Framed<>(stream, LineCodec.bytes(16)));
        put(FramedReader.class, new FramedReader<>(stream, LineCodec.bytes(16)));
        put(FramedWriter.class, new FramedWriter<>(stream, LineCodec.bytes(16)));
        put(FramedUdp.class, new FramedUdp<>(udp, LineCodec.bytes(16)));
        put(Framed.Parts.class, new Framed<>(stream, LineCodec.bytes(16)).intoParts());
        put(FramedReader.Parts.class, new FramedReader<>(stream, LineCodec.bytes(16)).intoParts());
        put(FramedWriter.Parts.class, new FramedWriter<>(stream, LineCodec.bytes(16)).intoParts());
        put(Permits.class, new Permits(1));
        put(BoundedChannel.class, new BoundedChannel<>(1));
        put(PollableChannel.class, new PollableChannel(new BoundedChannel<>(1)));
        put(OneShot.class, new OneShot<>());
        put(Signals.class, opened(Signals.of()));
        put(TaskGroup.class, opened(new TaskGroup()));
        put(TaskCollector.class, opened(TaskGroup.<Integer>collecting(2)));
        put(Task.class, Tasks.spawn(() -> 1));
    }

    private void tls() throws Exception {
        TlsIdentity identity = TlsIdentity.ofPem(SampleIdentity.CERTIFICATE, SampleIdentity.KEY);
        TlsTrust trust = TlsTrust.ofPem(SampleIdentity.CERTIFICATE);
        TlsAcceptor acceptor = TlsAcceptor.builder(identity).clientTrust(trust).build();
        TlsConnector connector =
                TlsConnector.builder().trust(trust).identity(identity).build();
        put(char[].class, new char[] {'a'});
        put(TlsVersion.class, TlsVersion.TLS_1_3);
        put(CertificateProblem.class, CertificateProblem.EXPIRED);
        put(X509Certificate.class, identity.certificates().getFirst());
        put(
                CertificateSummary.class,
                CertificateSummary.of(identity.certificates().getFirst()));
        put(Instant.class, Instant.EPOCH);
        put(TlsIdentity.class, identity);
        put(TlsTrust.class, trust);
        put(TlsAcceptor.class, acceptor);
        put(TlsAcceptorBuilder.class, TlsAcceptor.builder(identity));
        put(TlsConnector.class, connector);
        put(TlsConnectorBuilder.class, TlsConnector.builder());
        MemoryStream.Pair memory = opened(ByteStream.pair());
        Task<TlsStream> accepted = Tasks.spawn(() -> acceptor.accept(memory.second()));
        put(TlsStream.class, opened(connector.connect(memory.first(), "localhost")));
        opened(accepted.join());
    }

    private void clients() throws Exception {
        put(Supplier.class, (Supplier<Object>) () -> LineCodec.utf8(10));
        put(Function.class, (Function<Object, Object>) message -> message);
        put(Connector.class, (Connector) () -> TcpStream.connect(listener.localAddress()));
        put(Handshake.class, (Handshake<Object, Object>) framed -> Objects.requireNonNull(framed, "framed"));
        var builder = TcpClient.builder(() -> LineCodec.utf8(10)).address(listener.localAddress());
        put(TcpClientBuilder.class, builder);
        put(TcpClient.class, opened(builder.build()));
    }

    private void servers() throws Exception {
        var served = new OneShot<Connection>();
        ConnectionHandler handler = connection -> {
            served.send(Objects.requireNonNull(connection, "connection"));
            connection.stopSignal().await();
        };
        var server = opened(TcpServer.builder().listen("127.0.0.1:0", handler).start());
        opened(TcpStream.connect(server.localAddresses().getFirst()));
        Connection connection = served.receive();
        var session = new Session<>(connection, LineCodec.utf8(10));
        put(ConnectionHandler.class, handler);
        put(RequestHandler.class, (RequestHandler<Object, Object>) (request, replies) -> {
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(replies, "session");
        });
        put(ServerObserver.class, ServerObserver.SILENT);
        put(TcpServerBuilder.class, TcpServer.builder());
        put(TcpServer.class, server);
        put(Connection.class, connection);
        put(StopSignal.class, connection.stopSignal());
        put(Session.class, session);
        put(Outbox.class, session.openOutbox(1, SlowReaderPolicy.DROP_NEWEST));
        put(SlowReaderPolicy.class, SlowReaderPolicy.CLOSE);
        put(CloseReason.class, CloseReason.FINISHED);
        put(RefusalReason.class, RefusalReason.OUT_OF_MEMORY);
        put(Refusal.class, new Refusal("echo", "127.0.0.1:1", RefusalReason.OUT_OF_MEMORY));
        put(AttributeKey.class, AttributeKey.of("name", String.class));
        put(Class.class, String.class);
        put(Map.class, Map.of());
        put(ConnectionEnd.class, new ConnectionEnd(CloseReason.FINISHED, Optional.empty(), 0, 0, Duration.ZERO));
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
