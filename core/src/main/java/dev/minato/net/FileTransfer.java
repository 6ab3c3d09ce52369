package dev.minato.net;

import dev.minato.error.NetException;
import dev.minato.net.handle.SocketHandle;
import dev.minato.platform.Interest;
import dev.minato.platform.Scope;
import dev.minato.platform.TryFile;
import dev.minato.platform.TryStream;
import dev.minato.platform.file.FileThreads;
import dev.minato.platform.wait.Outcome;
import java.nio.file.Path;

/// A part of a file on its way to a socket.
///
/// ```
///   the caller:      open      send      wait until writable      send      …      close
///                     │         │                                  │
///   [FileThreads]:   open(2)   sendfile(2), up to a megabyte      sendfile(2)
/// ```
final class FileTransfer {
    /// So much is sent before somebody else has that thread, and before an interrupt is heeded.
    private static final int MAX_STEP = 1024 * 1024;

    private static final String OPERATION = "send file";

    private final SocketHandle<? extends TryStream<?>> handle;
    private final FileThreads threads;
    private final Path path;
    private long sent;

    FileTransfer(SocketHandle<? extends TryStream<?>> handle, Path path) {
        this.handle = handle;
        this.threads = new FileThreads(handle.platform().parker());
        this.path = path;
    }

    long send(long position, long count) throws NetException {
        checkNotNegative("position", position);
        checkNotNegative("count", count);
        try {
            handle.checkOpen(OPERATION);
            TryFile file = threads.call(() -> handle.platform().openFile(path));
            try {
                return send(file, position, Math.min(count, Long.MAX_VALUE - position));
            } finally {
                file.close();
            }
        } catch (NetException e) {
            throw handle.located(sent == 0 ? e.withOperation(OPERATION) : counted(e));
        }
    }

    private static void checkNotNegative(String name, long number) {
        if (number < 0) {
            throw new IllegalArgumentException(name + " must be at least 0, not " + number);
        }
    }

    private long send(TryFile file, long position, long count) throws NetException {
        while (sent < count) {
            Scope.checkInterrupt(OPERATION);
            handle.checkOpen(OPERATION);
            int step = (int) Math.min(count - sent, MAX_STEP);
            int some = trySend(file, position, step);
            if (some == 0) {
                if (handle.isNonBlocking() && sent > 0) {
                    return sent;
                }
                Outcome outcome = handle.block(Interest.WRITABLE, OPERATION);
                some = trySend(file, position, step);
                if (some == 0) {
                    SocketHandle.check(outcome, OPERATION);
                }
            }
            if (some == -1) {
                return sent;
            }
            sent += some;
        }
        return sent;
    }

    private int trySend(TryFile file, long position, int step) throws NetException {
        long from = position + sent;
        return threads.call(() -> handle.socket().trySendFile(file, from, step));
    }

    private NetException counted(NetException e) {
        var counted = NetException.builder(e.kind(), OPERATION)
                .detail("after " + sent + " bytes of the file")
                .osError(e.osError().orElse(0))
                .cause(e);
        e.address().ifPresent(counted::address);
        return counted.build();
    }
}
