package dev.minato.platform.linux;

import dev.minato.error.NetException;
import dev.minato.platform.linux.sys.AddressCodec;
import dev.minato.platform.linux.sys.CountedCalls;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.linux.sys.RefCountedFd;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;

/// bind(2), connect(2), getsockname(2) and getpeername(2) of one socket.
final class AddressCalls {
    private AddressCalls() {}

    static <A> void bind(CountedCalls calls, AddressCodec<A> codec, A address) throws NetException {
        calls.checkOnce(RefCountedFd.WRITING, "bind", (fd, memory) -> {
            int length = codec.write(address, memory.address(), "bind");
            return Libc.bind(memory.errno, fd, memory.address(), length);
        });
    }

    /// Returns 0, or the negative errno.
    static <A> long connect(CountedCalls calls, AddressCodec<A> codec, A remote) throws NetException {
        return calls.callOnce(RefCountedFd.WRITING, "connect", (fd, memory) -> {
            int length = codec.write(remote, memory.address(), "connect");
            return Libc.connect(memory.errno, fd, memory.address(), length);
        });
    }

    /// The address that the socket is bound to.
    static <A> A localAddress(CountedCalls calls, AddressCodec<A> codec, String operation) throws NetException {
        var address = new AtomicReference<A>();
        long result = call(Libc::getsockname, calls, codec, operation, address);
        if (result < 0) {
            throw Errno.of(operation, (int) -result);
        }
        return address.getPlain();
    }

    /// The address of the peer, or `otherwise` if it is gone already.
    static <A> A peerAddress(CountedCalls calls, AddressCodec<A> codec, String operation, A otherwise)
            throws NetException {
        var address = new AtomicReference<>(otherwise);
        long _ = call(Libc::getpeername, calls, codec, operation, address);
        return address.getPlain();
    }

    /// A syscall that fills in a sockaddr and its length.
    @FunctionalInterface
    private interface NameCall {
        int make(MemorySegment errno, int fd, MemorySegment address, MemorySegment length);
    }

    private static <A> long call(
            NameCall name, CountedCalls calls, AddressCodec<A> codec, String operation, AtomicReference<A> address)
            throws NetException {
        return calls.callOnce(RefCountedFd.READING, operation, (fd, memory) -> {
            memory.setLength(codec.size());
            int result = name.make(memory.errno, fd, memory.address(), memory.lengthMemory());
            if (result >= 0) {
                address.setPlain(codec.of(memory.address(), memory.length()));
            }
            return result;
        });
    }
}
