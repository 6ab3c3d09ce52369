package dev.minato.services.kv;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.ByteStream;
import dev.minato.services.server.RequestLoop;
import dev.minato.services.server.TcpService;
import java.nio.ByteBuffer;
import java.time.Duration;

/// The service `kv`: an in-memory key-value store that all clients share.
///
/// | request | reply |
/// |---|---|
/// | `SET key value` | `OK`, or `ERR out of memory`, and the key keeps its value |
/// | `GET key` | the value, or `(nil)` |
/// | `QUIT` | none; the connection is closed |
/// | `SET` with fewer arguments | `ERR usage: SET <key> <value>` |
/// | a line that is too long | `ERR line too long` |
/// | a last line without its end | `ERR incomplete line`; it is not executed |
/// | anything else | `ERR unknown command` |
///
/// A request is a line of any bytes, which ends with LF or CR LF; a reply ends with LF. It is split at its
/// first two spaces only: a value is all the rest and may have spaces or be empty, a key may be empty too,
/// and what follows the key of `GET` is ignored. Commands are in upper case. Requests may be pipelined;
/// replies come in order.
public final class KeyValueService implements TcpService {
    private static final byte[] OK = reply("OK");
    private static final byte[] NIL = reply("(nil)");
    private static final byte[] FULL = reply("ERR out of memory");
    private static final byte[] USAGE = reply("ERR usage: SET <key> <value>");
    private static final byte[] UNKNOWN = reply("ERR unknown command");

    private final int maxLine;
    private final Duration requestTimeout;
    private final KeyValueStore store;

    /// @param maxLine the longest request in bytes, without its end; from 1 to 1 GiB
    /// @param maxBytes the capacity, as [KeyValueStore] counts it
    /// @param requestTimeout how long a request may take from its first byte
    public KeyValueService(int maxLine, long maxBytes, Duration requestTimeout) {
        this.requestTimeout = requestTimeout;
        this.maxLine = maxLine;
        this.store = new KeyValueStore(maxBytes);
    }

    private static byte[] reply(String text) {
        return (text + "\n").getBytes(US_ASCII);
    }

    @Override
    public void serve(ByteStream stream) throws NetException {
        var request = new KeyValueRequest();
        new RequestLoop<>(
                        stream,
                        LineCodec.terminatedBytes(maxLine),
                        requestTimeout,
                        (line, replies) -> reply(line, request, replies))
                .run();
    }

    private boolean reply(ByteBuffer line, KeyValueRequest request, Framed<ByteBuffer, byte[]> replies)
            throws NetException {
        switch (request.parse(line)) {
            case SET -> replies.write(store.set(request.key(), request.value()) ? OK : FULL);
            case GET -> replyToGet(store.get(request.key(), NIL), replies);
            case INCOMPLETE_SET -> replies.write(USAGE);
            case UNKNOWN -> replies.write(UNKNOWN);
            case QUIT -> {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // a stored value may equal NIL
    private static void replyToGet(byte[] value, Framed<ByteBuffer, byte[]> replies) throws NetException {
        replies.write(value);
        if (value != NIL) {
            RequestLoop.endReply(replies);
        }
    }
}
