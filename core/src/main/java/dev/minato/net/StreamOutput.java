package dev.minato.net;

import dev.minato.error.NetException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// A stream's writing half for code that takes an `OutputStream`.
final class StreamOutput extends OutputStream {
    private final OpenStream stream;
    private final Closing closing;

    StreamOutput(OpenStream stream, Closing closing) {
        this.stream = stream;
        this.closing = closing;
    }

    @Override
    public void write(int value) throws NetException {
        stream.get().writeAll(new byte[] {(byte) value});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws NetException {
        stream.get().writeAll(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() throws NetException {
        closing.close();
    }
}
