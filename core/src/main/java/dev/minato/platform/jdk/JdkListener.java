package dev.minato.platform.jdk;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.Setting;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryStream;
import dev.minato.platform.kernel.AcceptFailures;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;

/// A listener on a server socket channel.
final class JdkListener<A> extends JdkSocket<A> implements TryListener<A> {
    private final Pollers pollers;
    private final ServerSocketChannel channel;
    private final A local;

    /// OptionCalls that the JDK cannot set on a listener; set on each connection that it accepts.
    private final List<Setting<?>> inherited;

    /// Starts a poller, too: connections that came at once and took all descriptors could not wait otherwise.
    JdkListener(Pollers pollers, ServerSocketChannel channel, AddressCodec<A> codec, List<Setting<?>> inherited)
            throws IOException {
        super(pollers, channel, codec);
        pollers.startFirst();
        this.pollers = pollers;
        this.channel = channel;
        this.inherited = inherited;
        this.local = codec.of(channel.getLocalAddress());
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
            OptionCalls.set(accepted, inherited);
            var stream = new JdkStream<>(pollers, accepted, codec);
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
    public int operation(Interest interest) {
        return SelectionKey.OP_ACCEPT;
    }
}
