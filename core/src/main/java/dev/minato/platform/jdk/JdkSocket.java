package dev.minato.platform.jdk;

import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.TrySocket;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Watcher;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.Optional;

/// The common part of the three kinds of channel: registration with a poller, options, close.
///
/// @param <A> its addresses
abstract sealed class JdkSocket<A> implements TrySocket<A>, ChannelSource permits JdkDatagram, JdkListener, JdkStream {
    final PollerRegistration registration;
    final AddressCodec<A> codec;
    private final NetworkChannel channel;

    <C extends SelectableChannel & NetworkChannel> JdkSocket(Pollers pollers, C channel, AddressCodec<A> codec) {
        this.registration = new PollerRegistration(pollers, channel, this);
        this.codec = codec;
        this.channel = channel;
    }

    @Override
    public int operation(Interest interest) {
        return interest == Interest.READABLE ? SelectionKey.OP_READ : SelectionKey.OP_WRITE;
    }

    @Override
    public boolean isHeld(Interest interest) {
        return false;
    }

    @Override
    public Outcome await(Interest interest, Handle handle, long deadline) throws NetException {
        return registration.readiness(interest).await(handle, deadline);
    }

    /// Always true: a selector tells nothing before it is asked.
    @Override
    public boolean mayBeReady(Interest interest) {
        return true;
    }

    /// A selector cannot be asked about one channel, so the poller completes a round and tells the watchers.
    @Override
    public boolean isReadyNow(Interest interest, long since) throws NetException {
        registration.awaitRoundSince(since);
        return false;
    }

    /// No-op: NIO is level-triggered, and the next `select` reports the readiness again.
    @Override
    public void pass(Interest interest) {}

    @Override
    public boolean watch(Interest interest, Watcher watcher) throws NetException {
        return registration.readiness(interest).watch(watcher);
    }

    @Override
    public void unwatch(Interest interest, Watcher watcher) {
        registration.readiness(interest).unwatch(watcher);
    }

    @Override
    public void abandon(Handle handle) {
        registration.abandon(handle);
    }

    @Override
    public final <T> void setOption(SocketOption<T> option, T value) throws NetException {
        OptionCalls.set(channel, option, value);
    }

    @Override
    public final <T> T option(SocketOption<T> option) throws NetException {
        return OptionCalls.get(channel, option);
    }

    @Override
    public final Optional<NetException> takeError() throws NetException {
        throw Unsupported.takeError();
    }

    @Override
    public void close() throws NetException {
        try {
            registration.close();
        } catch (IOException e) {
            throw Failures.of("close", e);
        }
    }
}
