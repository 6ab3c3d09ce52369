package dev.minato.net;

import dev.minato.error.NetException;
import java.io.InputStream;
import java.util.Objects;

/// A stream's reading half for code that takes an `InputStream`.
final class StreamInput extends InputStream {
    private final OpenStream stream;
    private final Closing closing;

    StreamInput(OpenStream stream, Closing closing) {
        this.stream = stream;
        this.closing = closing;
    }

    @Override
    public int read() throws NetException {
        byte[] one = new byte[1];
        return stream.get().read(one) == -1 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws NetException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return stream.get().read(bytes, offset, length);
    }

    @Override
    public void close() throws NetException {
        closing.close();
    }
}
