package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.minato.address.UnixAddr;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The codec of Unix addresses (`sockaddr_un`); see unix(7).
///
/// ```
///  0 family:u16  2 path, NUL                a path
///  0 family:u16  2 NUL  3 name              abstract; the length says where the name ends
///  0 family:u16                             unnamed
/// ```
public enum UnixAddressCodec implements AddressCodec<UnixAddr> {
    INSTANCE;

    @Override
    public int family() {
        return Abi.AF_UNIX;
    }

    @Override
    public int size() {
        return Abi.SOCKADDR_UN_SIZE;
    }

    @Override
    public int maxDatagram() {
        return Integer.MAX_VALUE;
    }

    @Override
    public int write(UnixAddr address, MemorySegment into, String operation) {
        into.set(JAVA_SHORT_UNALIGNED, Abi.SA_FAMILY, (short) Abi.AF_UNIX);
        if (address.isUnnamed()) {
            return Abi.SUN_PATH;
        }
        byte[] bytes = address.bytes();
        int at = address.isAbstract() ? Abi.SUN_PATH + 1 : Abi.SUN_PATH;
        into.asSlice(Abi.SUN_PATH, size() - Abi.SUN_PATH).fill((byte) 0);
        MemorySegment.copy(bytes, 0, into, JAVA_BYTE, at, bytes.length);
        return address.isAbstract() ? at + bytes.length : at + bytes.length + 1;
    }

    @Override
    public UnixAddr of(MemorySegment address, int length) {
        if (length <= Abi.SUN_PATH) {
            return UnixAddr.unnamed();
        }
        byte[] bytes = address.asSlice(Abi.SUN_PATH, Math.min(length, size()) - Abi.SUN_PATH)
                .toArray(JAVA_BYTE);
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
