package dev.minato.platform.linux.sys;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.lang.foreign.MemorySegment;

/// How the addresses of a socket's family are laid out.
public interface AddressCodec<A> extends SourceAddressDecoder<A> {
    /// `AF_INET`, `AF_INET6` or `AF_UNIX`.
    int family();

    /// Room for any of them.
    int size();

    /// Writes an address and returns its length; ADDRESS_FAMILY_UNSUPPORTED for one of another family.
    int write(A address, MemorySegment into, String operation) throws NetException;

    /// Writes the control message that makes a datagram come from `from`, one of the machine's own addresses,
    /// and returns its length: 0 if none is needed. `own` is the socket's address.
    default int writeLocal(A from, A own, MemorySegment control, String operation) throws NetException {
        throw NetException.of(ErrorKind.UNSUPPORTED, operation, "such a socket has one address");
    }

    /// The address that a datagram socket is to have after a disconnect that left it `now`, and that it had
    /// `before`.
    default A afterDisconnect(A now, A before) {
        return now;
    }
}
