package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.minato.address.UnixAddr;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Unix addresses; see unix(7).
///
/// ```
///  0 family:u16  2 path, NUL                a path
///  0 family:u16  2 NUL  3 name              abstract; its length says where the name ends
///  0 family:u16                             unnamed
/// ```
public enum UnixAddressCodec implements AddressCodec<UnixAddr> {
    INSTANCE;

    private static final int BYTES = 2;

    @Override
    public int family() {
        return Abi.AF_UNIX;
    }

    @Override
    public int size() {
        return Abi.SOCKADDR_UN_SIZE;
    }

    @Override
    public int write(UnixAddr address, MemorySegment into, String operation) {
        into.set(JAVA_SHORT_UNALIGNED, 0, (short) Abi.AF_UNIX);
        if (address.isUnnamed()) {
            return BYTES;
        }
        byte[] bytes = address.bytes();
        int at = address.isAbstract() ? BYTES + 1 : BYTES;
        into.asSlice(BYTES, size() - BYTES).fill((byte) 0);
        MemorySegment.copy(bytes, 0, into, JAVA_BYTE, at, bytes.length);
        return address.isAbstract() ? at + bytes.length : at + bytes.length + 1;
    }

    @Override
    public UnixAddr of(MemorySegment address, int length) {
        if (length <= BYTES) {
            return UnixAddr.unnamed();
        }
        byte[] bytes = address.asSlice(BYTES, Math.min(length, size()) - BYTES).toArray(JAVA_BYTE);
        if (bytes[0] == 0) {
            return UnixAddr.ofAbstract(Arrays.copyOfRange(bytes, 1, bytes.length));
        }
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return UnixAddr.ofPathBytes(Arrays.copyOf(bytes, end));
    }
}
