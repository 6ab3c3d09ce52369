package dev.minato.services;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Keeps values under keys, for all its clients together, as long as it lives.
///
/// | request | reply |
/// |---|---|
/// | `SET key value` | `OK`, or `ERR out of memory` and the key keeps what it had |
/// | `GET key` | the value, or `(nil)` |
/// | `QUIT` | none, and the end |
/// | `SET` with less | `ERR usage: SET <key> <value>` |
/// | a line that is too long | `ERR line too long` |
/// | a last line that the stream's end cut off | `ERR incomplete line`; it is not carried out |
/// | anything else | `ERR unknown command` |
///
/// A request is a line of bytes, whatever they mean, which ends with LF or CR LF; a reply ends with LF. It is
/// cut at its first two spaces and nowhere else: a value is all the rest and may have spaces or be empty, a key
/// may be empty too, and what follows the key of `GET` says nothing. Commands are in upper case. Requests may
/// be sent ahead of their replies, which come in order.
///
/// **What counts as kept**: the bytes of each key and of its value, and 128 for the two together, which is
/// about what keeping them costs.
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
    /// @param maxBytes the most that is kept, as the class counts it; from 1 to [Limits#mostOfKv]
    /// @param requestTimeout how long a request may take from its first byte
    public KeyValueService(int maxLine, long maxBytes, Duration requestTimeout) {
        if (maxBytes < 1 || maxBytes > Limits.mostOfKv()) {
            throw new IllegalArgumentException(
                    "bytes that are kept: from 1 to " + Limits.mostOfKv() + ", half the heap, not " + maxBytes);
        }
        this.requestTimeout = requestTimeout;
        this.maxLine = maxLine;
        this.store = new KeyValueStore(maxBytes);
    }

    private static byte[] reply(String text) {
        return (text + "\n").getBytes(US_ASCII);
    }

    @Override
    public void serve(TcpStream stream) throws NetException {
        var request = new KeyValueRequest();
        new Dialogue<>(
                        stream,
                        LineCodec.terminatedBytes(maxLine),
                        requestTimeout,
                        (line, replies) -> answer(line, request, replies))
                .hold();
    }

    private boolean answer(ByteBuffer line, KeyValueRequest request, Framed<ByteBuffer, byte[]> replies)
            throws NetException {
        switch (request.parse(line)) {
            case SET -> replies.write(store.set(request.key(), request.value()) ? OK : FULL);
            case GET -> answerGet(store.get(request.key(), NIL), replies);
            case INCOMPLETE_SET -> replies.write(USAGE);
            case UNKNOWN -> replies.write(UNKNOWN);
            case QUIT -> {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // a value of the same bytes is a value
    private static void answerGet(byte[] value, Framed<ByteBuffer, byte[]> replies) throws NetException {
        replies.write(value);
        if (value != NIL) {
            replies.write(Dialogue.LF);
        }
    }
}
