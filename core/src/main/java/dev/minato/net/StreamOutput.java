package dev.minato.net;

import dev.minato.error.NetException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// A stream's writing half for code that takes an `OutputStream`.
final class StreamOutput extends OutputStream {
    private final ByteStream stream;
    private final Closing closing;

    StreamOutput(ByteStream stream, Closing closing) {
        this.stream = stream;
        this.closing = closing;
    }

    @Override
    public void write(int value) throws NetException {
        stream.writeAll(new byte[] {(byte) value});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws NetException {
        stream.writeAll(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() throws NetException {
        closing.close();
    }
}
