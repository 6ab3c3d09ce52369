package dev.minato.cli;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.TcpStream;
import dev.minato.platform.Platform;
import java.util.Optional;

/// A TCP conversation of `connect`: standard input to the connection and its answers to standard output, byte
/// for byte:
///
/// ```
/// stdin  ──▶ write, and a half-close at the end     an Upload
/// stdout ◀── read, until the peer ends              the calling thread
/// ```
///
/// The peer's end is the end, whatever is still to be typed; but what standard input already holds is sent
/// before, and if the peer does not take it that is a failure.
final class TcpConversation {
    private static final int CHUNK = 64 * 1024;

    private final ByteStream stream;
    private final TcpStream socket;
    private final ConversationLog log;
    private final String address;
    private final Upload upload;

    /// @param stream what is read and written: the socket, or TLS over it
    TcpConversation(ByteStream stream, TcpStream socket, String address, ConversationLog log) {
        this.stream = stream;
        this.socket = socket;
        this.log = log;
        this.address = address;
        this.upload = new Upload(stream, log);
    }

    void run() throws Failure, NetException {
        upload.start();
        try {
            receive();
        } catch (NetException e) {
            upload.rethrowInput();
            throw e;
        }
        try {
            upload.awaitRest();
            checkReset();
        } catch (NetException e) {
            if (isPeerGone(e.kind())) {
                throw cutOff();
            }
            throw e;
        }
    }

    private void receive() throws Failure, NetException {
        var chunk = new byte[CHUNK];
        for (int count = stream.read(chunk); count != -1; count = stream.read(chunk)) {
            log.received(count);
            StandardStreams.write(chunk, 0, count);
        }
    }

    /// Throws if a reset followed the end: the peer has not read what the kernel had already accepted.
    private void checkReset() throws NetException {
        if (Platform.current().capabilities().takeError()) {
            Optional<NetException> noted = socket.takeError();
            if (noted.isPresent()) {
                throw noted.get();
            }
        }
    }

    private static boolean isPeerGone(ErrorKind kind) {
        return kind == ErrorKind.BROKEN_PIPE || kind == ErrorKind.NOT_CONNECTED || kind == ErrorKind.CONNECTION_RESET;
    }

    private Failure cutOff() {
        return Failure.refused(address + " ended the connection before it had taken all of standard input");
    }
}
