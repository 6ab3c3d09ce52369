package dev.minato.platform.linux.sys;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.lang.foreign.MemorySegment;

/// The encoding of the addresses of one family as `sockaddr`.
public interface AddressCodec<A> extends SourceAddressDecoder<A> {
    /// `AF_INET`, `AF_INET6` or `AF_UNIX`.
    int family();

    /// The most bytes that an address takes.
    int size();

    /// The most bytes of a datagram; a Unix socket takes what its send buffer takes.
    int maxDatagram();

    /// Writes an address and returns its length; ADDRESS_FAMILY_UNSUPPORTED for one of another family.
    int write(A address, MemorySegment into, String operation) throws NetException;

    /// Writes the control message that makes a datagram come from the local address `from` at `at`, and returns
    /// where it ends: at `at` if none is needed. `own` is the socket's address.
    default int writeLocal(A from, A own, MemorySegment control, int at, String operation) throws NetException {
        throw NetException.of(ErrorKind.UNSUPPORTED, operation, "only internet sockets can choose a source address");
    }

    /// Returns the address that a datagram socket is to be bound to after a disconnect, which left it
    /// `now`, and which had it `before`.
    default A afterDisconnect(A now, A before) {
        return now;
    }
}
