package dev.minato.net;

import dev.minato.error.NetException;
import java.io.InputStream;
import java.util.Objects;

/// A source for code that takes an `InputStream`.
final class SourceInputStream extends InputStream {
    private final ByteSource source;

    SourceInputStream(ByteSource source) {
        this.source = source;
    }

    @Override
    public int read() throws NetException {
        byte[] one = new byte[1];
        return source.read(one) == -1 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws NetException {
        Objects.checkFromIndexSize(offset, length, Objects.requireNonNull(bytes, "bytes").length);
        return source.read(bytes, offset, length);
    }

    @Override
    public void close() throws NetException {
        source.close();
    }
}
