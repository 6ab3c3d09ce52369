package dev.minato.net;

import dev.minato.error.NetException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// A sink for code that takes an `OutputStream`.
final class SinkOutputStream extends OutputStream {
    private final ByteSink sink;

    SinkOutputStream(ByteSink sink) {
        this.sink = sink;
    }

    @Override
    public void write(int value) throws NetException {
        sink.writeAll(new byte[] {(byte) value});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws NetException {
        Objects.checkFromIndexSize(offset, length, Objects.requireNonNull(bytes, "bytes").length);
        sink.writeAll(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() throws NetException {
        sink.close();
    }
}
