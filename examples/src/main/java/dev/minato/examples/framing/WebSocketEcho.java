package dev.minato.examples.framing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.codec.Encoder;
import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/// A protocol that changes in mid-stream: lines of HTTP, then frames of a WebSocket (RFC 6455), whose payloads
/// are sent back.
///
/// A client may send its first frame together with its request: then it lies in the buffer of the lines already,
/// and `switchTo` hands it on.
///
/// It answers nothing but frames of text and data: a real server joins fragments, and answers pings and closes.
///
/// ```
/// $ python3 -m websockets ws://127.0.0.1:7888       # or any other client of WebSockets
/// ```
final class WebSocketEcho {
    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_LINES = 100;
    private static final int MAX_FRAME = 64 * 1024;
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7888")) {
            serve(listener);
        }
    }

    static void serve(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> echo(stream));
        }
    }

    // @start region="switch"
    static void echo(TcpStream stream) throws NetException {
        try (stream) {
            var lines = new Framed<>(
                    stream, LineCodec.utf8(MAX_LINE), LineCodec.utf8(MAX_LINE).crlf());
            String key = readRequest(lines);
            lines.write("HTTP/1.1 101 Switching Protocols");
            lines.write("Upgrade: websocket");
            lines.write("Connection: Upgrade");
            lines.write("Sec-WebSocket-Accept: " + accept(key));
            lines.write("");
            var frames = lines.switchTo(new WebSocketFrames(MAX_FRAME), new Frames());
            for (var payload = frames.read(); payload.isPresent(); payload = frames.read()) {
                frames.write(payload.get());
            }
        }
    }
    // @end

    private static String readRequest(Framed<String, String> lines) throws NetException {
        String key = "";
        for (int i = 0; i < MAX_LINES; i++) {
            var line = lines.read().orElse("");
            if (line.isEmpty() && !key.isEmpty()) {
                return key;
            }
            if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                key = line.substring(line.indexOf(':') + 1).strip();
            }
        }
        throw NetException.of(ErrorKind.INVALID_DATA, "upgrade", "a request without a key");
    }

    private static String accept(String key) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(sha1);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// Frames as a server sends them: whole, not masked.
    private static final class Frames implements Encoder<byte[]> {
        @Override
        public int maxEncodedLength(byte[] payload) {
            return 4 + payload.length;
        }

        @Override
        public void encode(byte[] payload, ByteBuffer output) {
            output.put((byte) 0x82); // the last fragment; data
            if (payload.length < 126) {
                output.put((byte) payload.length);
            } else {
                output.put((byte) 126).put((byte) (payload.length >> 8)).put((byte) payload.length);
            }
            output.put(payload);
        }
    }

    private WebSocketEcho() {}
}
