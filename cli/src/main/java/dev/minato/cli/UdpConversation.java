package dev.minato.cli;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.platform.Platform;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A UDP conversation of `connect`: each line of standard input as a datagram, each reply as a line of
/// standard output.
///
/// ```
/// stdin  ──▶ send, and close `untilSent` at the end       a daemon thread
/// stdout ◀── receive through `untilSent`, as long as it is open;
///            then through `socket`, until it is silent    the calling thread
/// ```
final class UdpConversation implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    /// Bytes in one datagram over IPv6.
    private static final int MAX_PAYLOAD = 65_527;

    private final UdpSocket socket;
    private final UdpSocket untilSent;
    private final ConversationLog log;
    private final byte[] reply = new byte[MAX_PAYLOAD + 1];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private volatile @Nullable Exception sendingFailed;
    private int replies;

    /// A conversation over a connected socket, which it closes.
    UdpConversation(UdpSocket socket, ConversationLog log) throws NetException {
        this.log = log;
        this.socket = socket;
        this.untilSent = socket.tryClone();
    }

    /// Sends and receives until standard input has ended and nothing came for `silence`.
    ///
    /// @return how many replies came
    int run(Duration silence) throws Failure, NetException {
        Thread.ofPlatform().daemon().name("standard-input").start(this::send);
        receive(untilSent, ErrorKind.CLOSED);
        Failure.rethrow(sendingFailed);
        socket.setReadTimeout(silence);
        receive(socket, ErrorKind.TIMED_OUT);
        return replies;
    }

    /// Throws the pending error of the socket (SO_ERROR), such as that nobody listens there.
    void checkError() throws NetException {
        if (Platform.current().capabilities().takeError()) {
            Optional<NetException> noted = socket.takeError();
            if (noted.isPresent()) {
                throw noted.get();
            }
        }
    }

    private void receive(UdpSocket from, ErrorKind end) throws Failure, NetException {
        try {
            for (; ; ) {
                int length = from.recv(ByteBuffer.wrap(reply, 0, MAX_PAYLOAD));
                replies++;
                log.received(length);
                print(length);
            }
        } catch (NetException e) {
            if (e.kind() != end) {
                throw e;
            }
        }
    }

    /// Prints the reply; there is room for a newline behind the longest.
    private void print(int length) throws Failure {
        boolean isLine = length > 0 && reply[length - 1] == '\n';
        if (!isLine) {
            reply[length] = '\n';
        }
        StandardStreams.write(reply, 0, isLine ? length : length + 1);
    }

    private void send() {
        try {
            var chunk = new byte[CHUNK];
            for (int count = StandardStreams.read(chunk); count != -1; count = StandardStreams.read(chunk)) {
                sendLines(chunk, count);
            }
            if (line.size() > 0) {
                sendLine();
            }
        } catch (NetException | Failure e) {
            sendingFailed = e;
        } finally {
            closeToWakeReceiver();
        }
    }

    private void sendLines(byte[] chunk, int count) throws Failure, NetException {
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (chunk[i] == '\n') {
                add(chunk, start, i);
                sendLine();
                start = i + 1;
            }
        }
        add(chunk, start, count);
    }

    private void add(byte[] chunk, int start, int end) throws Failure {
        line.write(chunk, start, end - start);
        if (line.size() > MAX_PAYLOAD) {
            throw Failure.refused("standard input: a line is longer than a datagram can be");
        }
    }

    private void sendLine() throws NetException {
        socket.send(ByteBuffer.wrap(line.toByteArray()));
        log.sent(line.size());
        line.reset();
    }

    private void closeToWakeReceiver() {
        try {
            untilSent.close();
        } catch (NetException e) {
            throw new AssertionError("closing a handle waits for nothing", e);
        }
    }

    @Override
    public void close() throws NetException {
        socket.close();
        untilSent.close();
    }
}
