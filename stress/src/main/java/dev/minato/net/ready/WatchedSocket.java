package dev.minato.net.ready;

import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.TrySocket;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Watcher;
import dev.minato.platform.wait.Watchers;
import java.net.SocketOption;
import java.util.Optional;

/// A socket that is nothing but ready or not, and tells its watchers.
final class WatchedSocket implements TrySocket<String> {
    private final Watchers watchers = new Watchers();
    private volatile boolean ready;

    /// Something comes, and nobody is told yet.
    void arrive() {
        ready = true;
    }

    /// Something comes.
    void event() {
        arrive();
        watchers.tellAll();
    }

    /// Takes all there is.
    void drain() {
        ready = false;
    }

    boolean isReady() {
        return ready;
    }

    @Override
    public boolean watch(Interest interest, Watcher watcher) {
        watchers.add(watcher);
        if (ready) {
            watchers.remove(watcher);
            return true;
        }
        return false;
    }

    @Override
    public void unwatch(Interest interest, Watcher watcher) {
        watchers.remove(watcher);
    }

    @Override
    public boolean isReadyNow(Interest interest, long since) {
        return ready;
    }

    @Override
    public String localAddress() {
        return "here";
    }

    @Override
    public Outcome await(Interest interest, Handle handle, long deadline) {
        throw unused();
    }

    @Override
    public boolean mayBeReady(Interest interest) {
        throw unused();
    }

    @Override
    public void pass(Interest interest) {}

    @Override
    public void abandon(Handle handle) {}

    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        throw unused();
    }

    @Override
    public <T> T option(SocketOption<T> option) {
        throw unused();
    }

    @Override
    public Optional<NetException> takeError() {
        throw unused();
    }

    @Override
    public void close() {}

    private static AssertionError unused() {
        return new AssertionError("nobody calls this");
    }
}
