package dev.minato.io;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;

/// A stream without a peer, that gives and takes pieces of the lengths it is told; 0 is a wait that times out.
///
/// It is a proxy for what a reader and a writer use, so that a new method of the interface is no business of
/// it.
final class FickleStream implements InvocationHandler {
    /// All that was written.
    final ByteArrayOutputStream written = new ByteArrayOutputStream();

    /// How much of the content was read.
    int given;

    /// The largest room that a read was given.
    int largestRoom;

    private final byte[] content;
    private final IntSupplier pieces;
    private boolean closed;

    FickleStream(byte[] content, IntSupplier pieces) {
        this.content = content;
        this.pieces = pieces;
    }

    ByteStream stream() {
        return (ByteStream)
                Proxy.newProxyInstance(ByteStream.class.getClassLoader(), new Class<?>[] {ByteStream.class}, this);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        return switch (method.getName()) {
            case "read" -> read((ByteBuffer) args[0]);
            case "write" -> write((ByteBuffer) args[0]);
            case "writeAll", "peerName" -> InvocationHandler.invokeDefault(proxy, method, args);
            case "isOpen" -> !closed;
            case "close" -> closed = true;
            default -> throw new AssertionError("not used: " + method);
        };
    }

    private int read(ByteBuffer into) throws NetException {
        largestRoom = Math.max(largestRoom, into.remaining());
        int count = Math.min(Math.min(into.remaining(), piece("read")), content.length - given);
        into.put(content, given, count);
        given += count;
        return count == 0 && into.hasRemaining() ? -1 : count;
    }

    private int write(ByteBuffer from) throws NetException {
        var taken = new byte[Math.min(from.remaining(), piece("write"))];
        from.get(taken);
        written.writeBytes(taken);
        return taken.length;
    }

    private int piece(String operation) throws NetException {
        int length = pieces.getAsInt();
        if (length == 0) {
            throw NetException.of(ErrorKind.TIMED_OUT, operation);
        }
        return length;
    }
}
