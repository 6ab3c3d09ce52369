package dev.minato.platform.jdk;

import dev.minato.error.NetException;
import dev.minato.platform.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Outcome;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryStream;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

final class JdkListener<A> implements TryListener<A> {
    private final JdkPlatform platform;
    private final ServerSocketChannel channel;
    private final Readiness readiness;
    private final AddressForm<A> form;
    private final A local;

    JdkListener(JdkPlatform platform, ServerSocketChannel channel, AddressForm<A> form) throws IOException {
        this.platform = platform;
        this.channel = channel;
        this.readiness = platform.readiness(channel);
        this.form = form;
        this.local = form.ours(channel.getLocalAddress());
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
            throw Failures.of("accept", e);
        }
    }

    private TryStream<A> stream(SocketChannel accepted) throws IOException {
        try {
            accepted.configureBlocking(false);
            var stream = new JdkStream<>(platform.readiness(accepted), accepted, form);
            stream.connected();
            return stream;
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

    /// NIO reports readiness again and again.
    @Override
    public void pass(Interest interest) {}

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
