package dev.minato.examples.unix;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UnixDatagram;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// Collects the log lines of other programs of this machine, as syslog does at `/dev/log`.
///
/// A Unix datagram is a whole message: no framing is needed, none is lost, and a program that logs faster than
/// this can take waits. The path stays when a program is killed, and the next one could not bind to it; so the
/// sink removes it if nobody has bound it any more.
///
/// Try it on Linux (the jdk platform has no Unix datagrams):
///
/// ```
/// $ echo hello | socat -u - UNIX-SENDTO:/tmp/sink
/// ```
///
/// Arguments: the path.
final class LogSink {
    static void main(String[] args) throws NetException {
        try (var socket = open(args.length > 0 ? args[0] : "/tmp/sink")) {
            collect(socket, IO::println);
        }
    }

    // @start region="sink"
    static UnixDatagram open(String path) throws NetException {
        return UnixDatagram.bindRemovingStale(path);
    }

    static void collect(UnixDatagram socket, Consumer<String> lines) throws NetException {
        var buffer = ByteBuffer.allocate(8 * 1024);
        while (true) {
            var received = socket.recvFrom(buffer.clear());
            String line = UTF_8.decode(buffer.flip()).toString().strip();
            lines.accept(received.truncated() ? line + " …" : line);
        }
    }
    // @end

    /// What a program does that logs, and does not care whether anybody listens.
    static void log(UnixDatagram socket, String path, String line) throws NetException {
        try {
            socket.sendTo(ByteBuffer.wrap(line.getBytes(UTF_8)), path);
        } catch (NetException e) {
            if (e.kind() != ErrorKind.NOT_FOUND && e.kind() != ErrorKind.CONNECTION_REFUSED) {
                throw e;
            }
        }
    }

    private LogSink() {}
}
