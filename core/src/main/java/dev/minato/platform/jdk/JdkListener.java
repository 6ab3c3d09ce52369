package dev.minato.platform.jdk;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.AcceptFailures;
import dev.minato.platform.Interest;
import dev.minato.platform.Setting;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryStream;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Watcher;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;

final class JdkListener<A> implements TryListener<A> {
    private final JdkPlatform platform;
    private final ServerSocketChannel channel;
    private final ReadinessState readiness;
    private final AddressCodec<A> codec;
    private final A local;

    /// What the JDK cannot set on a listener, for each connection that it accepts.
    private final List<Setting<?>> inherited;

    JdkListener(JdkPlatform platform, ServerSocketChannel channel, AddressCodec<A> codec, List<Setting<?>> inherited)
            throws IOException {
        this.platform = platform;
        this.channel = channel;
        this.readiness = platform.readiness(channel);
        this.codec = codec;
        this.inherited = inherited;
        this.local = codec.ours(channel.getLocalAddress());
    }

    @Override
    public Optional<TryStream<A>> tryAccept() throws NetException {
        try {
            SocketChannel accepted = channel.accept();
            if (accepted == null) {
                return Optional.empty();
            }
            return Optional.of(stream(accepted));
        } catch (IOException | RuntimeException e) {
            NetException failure = Failures.of("accept", e);
            throw AcceptFailures.ofConnection(failure.kind()) ? aborted(e) : failure;
        }
    }

    private static NetException aborted(Exception why) {
        return NetException.builder(ErrorKind.CONNECTION_ABORTED, "accept")
                .cause(why)
                .build();
    }

    /// The options were tried when the listener was made, so it is the connection that cannot have them any
    /// more: macOS says so of one that the peer has reset.
    private TryStream<A> stream(SocketChannel accepted) throws NetException {
        try {
            accepted.configureBlocking(false);
            Options.set(accepted, inherited);
            var stream = new JdkStream<>(platform.readiness(accepted), accepted, codec);
            stream.connected();
            return stream;
        } catch (IOException died) {
            Closing.quietly(accepted, died);
            throw aborted(died);
        } catch (Throwable failed) {
            Closing.quietly(accepted, failed);
            throw failed;
        }
    }

    @Override
    public A localAddress() {
        return local;
    }

    @Override
    public Outcome await(Interest interest, Handle handle, long deadline) throws NetException {
        return readiness.await(interest, SelectionKey.OP_ACCEPT, handle, deadline);
    }

    /// NIO does not say it before it is asked.
    @Override
    public boolean mayBeReady(Interest interest) {
        return true;
    }

    /// A selector tells, and cannot be asked.
    @Override
    public boolean isReadyNow(Interest interest, long since) throws NetException {
        readiness.tellSince(since);
        return false;
    }

    /// NIO reports readiness again and again.
    @Override
    public void pass(Interest interest) {}

    @Override
    public boolean watch(Interest interest, Watcher watcher) throws NetException {
        return readiness.watch(interest, SelectionKey.OP_ACCEPT, watcher, ReadinessState.NOTHING);
    }

    @Override
    public void unwatch(Interest interest, Watcher watcher) {
        readiness.unwatch(interest, watcher);
    }

    @Override
    public void abandon(Handle handle) {
        readiness.abandon(handle);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws NetException {
        Options.set(channel, option, value);
    }

    @Override
    public <T> T option(SocketOption<T> option) throws NetException {
        return Options.get(channel, option);
    }

    @Override
    public Optional<NetException> takeError() throws NetException {
        throw Unsupported.takeError();
    }

    @Override
    public void close() throws NetException {
        try {
            readiness.close();
        } catch (IOException e) {
            throw Failures.of("close", e);
        }
    }
}
