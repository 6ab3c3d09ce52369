package dev.minato.bench.resp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.server.ConnectionHandler;
import dev.minato.server.TcpServer;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A server of PING, GET and SET on Minato's kit. It says its port on stdout, and ends with its stdin.
public final class RespServer {
    private static final byte[] PONG = "+PONG\r\n".getBytes(US_ASCII);
    private static final byte[] OK = "+OK\r\n".getBytes(US_ASCII);
    private static final byte[] NONE = "$-1\r\n".getBytes(US_ASCII);
    private static final byte[] UNKNOWN = "-ERR unknown command\r\n".getBytes(US_ASCII);

    private final Map<ByteBuffer, byte[]> replies = new ConcurrentHashMap<>();

    private RespServer() {}

    /// The program.
    public static void main(String[] args) throws Exception {
        var store = new RespServer();
        ConnectionHandler handler = ConnectionHandler.<byte[][], byte[]>ofRequests(
                ServerCodec::new, (command, session) -> session.write(store.reply(command)));
        try (var server =
                TcpServer.builder().listen("resp", "127.0.0.1:0", handler).start()) {
            System.out.println("port " + server.localAddresses().getFirst().port());
            while (System.in.read() >= 0) {}
        }
    }

    private byte[] reply(byte[][] command) {
        return switch (new String(command[0], US_ASCII)) {
            case "GET" ->
                Optional.ofNullable(replies.get(ByteBuffer.wrap(command[1]))).orElse(NONE);
            case "SET" -> {
                replies.put(ByteBuffer.wrap(command[1]), string(command[2]));
                yield OK;
            }
            case "PING" -> PONG;
            default -> UNKNOWN;
        };
    }

    private static byte[] string(byte[] value) {
        var output = ByteBuffer.allocate(value.length + 16);
        Part.putString(value, output);
        var reply = new byte[output.position()];
        output.get(0, reply);
        return reply;
    }
}
