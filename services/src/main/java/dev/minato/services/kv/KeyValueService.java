package dev.minato.services.kv;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.Session;
import dev.minato.services.lines.LineRequests;
import dev.minato.services.lines.ReplyEncoder;
import java.nio.ByteBuffer;

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
public final class KeyValueService implements ConnectionHandler {
    private static final byte[] OK = reply("OK");
    private static final byte[] NIL = reply("(nil)");
    private static final byte[] FULL = reply("ERR out of memory");
    private static final byte[] USAGE = reply("ERR usage: SET <key> <value>");
    private static final byte[] UNKNOWN = reply("ERR unknown command");

    private final int maxLine;
    private final KeyValueStore store;

    /// @param maxLine the longest request in bytes, without its end; from 1 to 1 GiB
    /// @param maxBytes the capacity, as [KeyValueStore] counts it
    public KeyValueService(int maxLine, long maxBytes) {
        this.maxLine = maxLine;
        this.store = new KeyValueStore(maxBytes);
    }

    private static byte[] reply(String text) {
        return (text + "\n").getBytes(US_ASCII);
    }

    @Override
    public void handle(Connection connection) throws Exception {
        var request = new KeyValueRequest();
        LineRequests<ByteBuffer> requests = (line, session) -> reply(line, request, session);
        try (var session = new Session<>(connection, LineCodec.bytes(maxLine).terminated(), new ReplyEncoder())) {
            session.serve(requests);
        }
    }

    private void reply(ByteBuffer line, KeyValueRequest request, Session<ByteBuffer, byte[]> session)
            throws NetException {
        switch (request.parse(line)) {
            case SET -> session.write(store.set(request.key(), request.value()) ? OK : FULL);
            case GET -> replyToGet(store.get(request.key(), NIL), session);
            case INCOMPLETE_SET -> session.write(USAGE);
            case UNKNOWN -> session.write(UNKNOWN);
            case QUIT -> session.end();
        }
    }

    @SuppressWarnings("ReferenceEquality") // a stored value may equal NIL
    private static void replyToGet(byte[] value, Session<ByteBuffer, byte[]> session) throws NetException {
        session.write(value);
        if (value != NIL) {
            ReplyEncoder.endReply(session);
        }
    }
}
